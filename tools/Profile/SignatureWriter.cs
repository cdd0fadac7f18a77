using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace ComputeOperator.Profile;

/// <summary>References to types and methods, as tokens of the metadata under construction (ECMA-335, II.22 and II.23.2).</summary>
internal sealed class SignatureWriter(MetadataBuilder metadata)
{
    /// <summary>What stands for every reference type in code that all of them share.</summary>
    public const string Canonical = "System.__Canon";

    // Where the compiler looks that type up: it is no type of the core library to it.
    private const string CanonicalAssembly = "System.Private.Canon";

    private static readonly Dictionary<string, SignatureTypeCode> Simple = new(StringComparer.Ordinal)
    {
        ["System.Void"] = SignatureTypeCode.Void,
        ["System.Boolean"] = SignatureTypeCode.Boolean,
        ["System.Char"] = SignatureTypeCode.Char,
        ["System.SByte"] = SignatureTypeCode.SByte,
        ["System.Byte"] = SignatureTypeCode.Byte,
        ["System.Int16"] = SignatureTypeCode.Int16,
        ["System.UInt16"] = SignatureTypeCode.UInt16,
        ["System.Int32"] = SignatureTypeCode.Int32,
        ["System.UInt32"] = SignatureTypeCode.UInt32,
        ["System.Int64"] = SignatureTypeCode.Int64,
        ["System.UInt64"] = SignatureTypeCode.UInt64,
        ["System.Single"] = SignatureTypeCode.Single,
        ["System.Double"] = SignatureTypeCode.Double,
        ["System.String"] = SignatureTypeCode.String,
        ["System.IntPtr"] = SignatureTypeCode.IntPtr,
        ["System.UIntPtr"] = SignatureTypeCode.UIntPtr,
        ["System.Object"] = SignatureTypeCode.Object,
        ["System.TypedReference"] = SignatureTypeCode.TypedReference,
    };

    private readonly Dictionary<Type, EntityHandle> _types = [];
    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = new(StringComparer.Ordinal);

    /// <summary>The token of a method; null when its signature has what is not written here: function pointers and arrays of several dimensions.</summary>
    public EntityHandle? Method(ProfiledMethod method)
    {
        var signature = Signature(method.Definition);
        if (signature is null)
        {
            return null;
        }

        var reference = metadata.AddMemberReference(Type(method.Owner), metadata.GetOrAddString(method.Definition.Name), metadata.GetOrAddBlob(signature));
        if (method.Arguments.Length == 0)
        {
            return reference;
        }

        var instantiation = new BlobBuilder();
        instantiation.WriteByte((byte)SignatureKind.MethodSpecification);
        instantiation.WriteCompressedInteger(method.Arguments.Length);
        return Array.TrueForAll(method.Arguments, argument => TryWrite(instantiation, argument))
            ? metadata.AddMethodSpecification(reference, metadata.GetOrAddBlob(instantiation))
            : null;
    }

    private BlobBuilder? Signature(MethodBase method)
    {
        var blob = new BlobBuilder();
        var parameters = method.GetParameters();
        var header = new SignatureHeader(
            SignatureKind.Method,
            SignatureCallingConvention.Default,
            (method.IsStatic ? SignatureAttributes.None : SignatureAttributes.Instance) | (method.IsGenericMethodDefinition ? SignatureAttributes.Generic : SignatureAttributes.None));
        blob.WriteByte(header.RawValue);
        if (method.IsGenericMethodDefinition)
        {
            blob.WriteCompressedInteger(method.GetGenericArguments().Length);
        }

        blob.WriteCompressedInteger(parameters.Length);
        if (method is not MethodInfo { ReturnParameter: var result })
        {
            blob.WriteByte((byte)SignatureTypeCode.Void);
        }
        else if (!TryWrite(blob, result))
        {
            return null;
        }

        return Array.TrueForAll(parameters, parameter => TryWrite(blob, parameter)) ? blob : null;
    }

    private bool TryWrite(BlobBuilder blob, ParameterInfo parameter)
    {
        Modifiers(blob, SignatureTypeCode.RequiredModifier, parameter.GetRequiredCustomModifiers());
        Modifiers(blob, SignatureTypeCode.OptionalModifier, parameter.GetOptionalCustomModifiers());
        return TryWrite(blob, parameter.ParameterType);
    }

    private void Modifiers(BlobBuilder blob, SignatureTypeCode kind, Type[] modifiers)
    {
        foreach (var modifier in modifiers)
        {
            blob.WriteByte((byte)kind);
            blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Type(modifier)));
        }
    }

    private bool TryWrite(BlobBuilder blob, Type type)
    {
        if (type.HasElementType)
        {
            blob.WriteByte((byte)(type.IsByRef ? SignatureTypeCode.ByReference : type.IsPointer ? SignatureTypeCode.Pointer : SignatureTypeCode.SZArray));
            return (!type.IsArray || type.IsSZArray) && TryWrite(blob, type.GetElementType()!);
        }

        if (type.IsGenericParameter)
        {
            blob.WriteByte((byte)(type.DeclaringMethod is null ? SignatureTypeCode.GenericTypeParameter : SignatureTypeCode.GenericMethodParameter));
            blob.WriteCompressedInteger(type.GenericParameterPosition);
            return true;
        }

        if (type.FullName is { } name && Simple.TryGetValue(name, out var code))
        {
            blob.WriteByte((byte)code);
            return true;
        }

        if (type.IsFunctionPointer)
        {
            return false;
        }

        if (!type.IsConstructedGenericType)
        {
            Class(blob, type);
            return true;
        }

        blob.WriteByte((byte)SignatureTypeCode.GenericTypeInstance);
        Class(blob, type.GetGenericTypeDefinition());
        var arguments = type.GetGenericArguments();
        blob.WriteCompressedInteger(arguments.Length);
        return Array.TrueForAll(arguments, argument => TryWrite(blob, argument));
    }

    private void Class(BlobBuilder blob, Type type)
    {
        blob.WriteByte((byte)(type.IsValueType ? SignatureTypeKind.ValueType : SignatureTypeKind.Class));
        blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Type(type)));
    }

    private EntityHandle Type(Type type)
    {
        if (!_types.TryGetValue(type, out var token))
        {
            token = type.HasElementType || type.IsConstructedGenericType ? Specification(type) : Reference(type);
            _types.Add(type, token);
        }

        return token;
    }

    private TypeSpecificationHandle Specification(Type type)
    {
        var blob = new BlobBuilder();
        _ = TryWrite(blob, type);
        return metadata.AddTypeSpecification(metadata.GetOrAddBlob(blob));
    }

    private TypeReferenceHandle Reference(Type type) => type.DeclaringType is { } outer
        ? metadata.AddTypeReference(Type(outer), default, metadata.GetOrAddString(type.Name))
        : metadata.AddTypeReference(
            Assembly(type.FullName == Canonical ? new(CanonicalAssembly) : type.Assembly.GetName()),
            type.Namespace is { Length: > 0 } ns ? metadata.GetOrAddString(ns) : default,
            metadata.GetOrAddString(type.Name));

    private AssemblyReferenceHandle Assembly(AssemblyName name)
    {
        if (!_assemblies.TryGetValue(name.Name!, out var token))
        {
            var key = name.GetPublicKeyToken() is { Length: > 0 } publicKeyToken ? metadata.GetOrAddBlob(publicKeyToken) : default;
            token = metadata.AddAssemblyReference(metadata.GetOrAddString(name.Name!), name.Version ?? new(0, 0, 0, 0), default, key, default, default);
            _assemblies.Add(name.Name!, token);
        }

        return token;
    }
}
