using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ComputeOperator.Profile.Tests;

/// <summary>Reads a profile as the compiler does: the dictionary, its groups, and the methods whose tokens these load.</summary>
internal static class ProfileReader
{
    private const byte LdStr = 0x72;
    private const byte LdToken = 0xD0;
    private const byte Pop = 0x26;
    private const byte Ret = 0x2A;

    public static List<(string Assemblies, string Method)> Read(PEReader pe)
    {
        var metadata = pe.GetMetadataReader();
        var dictionary = metadata.MethodDefinitions.Single(method => metadata.GetString(metadata.GetMethodDefinition(method).Name) == "AssemblyDictionary");
        var found = new List<(string, string)>();
        var assemblies = "";
        foreach (var handle in Tokens(pe, metadata, dictionary))
        {
            if (handle.Kind == HandleKind.UserString)
            {
                assemblies = metadata.GetUserString((UserStringHandle)handle);
                continue;
            }

            found.AddRange(Tokens(pe, metadata, (MethodDefinitionHandle)handle).Select(method => (assemblies, Text(metadata, method))));
        }

        return found;
    }

    private static List<Handle> Tokens(PEReader pe, MetadataReader metadata, MethodDefinitionHandle method)
    {
        var tokens = new List<Handle>();
        for (var code = pe.GetMethodBody(metadata.GetMethodDefinition(method).RelativeVirtualAddress).GetILReader(); code.RemainingBytes > 0;)
        {
            switch (code.ReadByte())
            {
                case LdStr or LdToken:
                    tokens.Add(MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case Pop or Ret:
                    break;
                case var other:
                    throw new InvalidDataException($"instruction {other:X2}");
            }
        }

        return tokens;
    }

    private static string Text(MetadataReader metadata, Handle method)
    {
        var reference = metadata.GetMemberReference(method.Kind == HandleKind.MethodSpecification
            ? (MemberReferenceHandle)metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method
            : (MemberReferenceHandle)method);
        var names = new TypeNames();
        var owner = reference.Parent.Kind == HandleKind.TypeSpecification
            ? metadata.GetTypeSpecification((TypeSpecificationHandle)reference.Parent).DecodeSignature(names, null)
            : names.GetTypeFromReference(metadata, (TypeReferenceHandle)reference.Parent, 0);
        _ = reference.DecodeMethodSignature(names, null);
        return $"{owner} {metadata.GetString(reference.Name)}";
    }

    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            var scope = type.ResolutionScope.Kind == HandleKind.AssemblyReference
                ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
                : GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) + "+";
            return $"{scope} {reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) =>
            $"{genericType}[{string.Join(',', typeArguments)}]";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPinnedType(string elementType) => elementType;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "method";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => throw new NotSupportedException();

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
