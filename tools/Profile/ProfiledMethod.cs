using System.Reflection;

namespace ComputeOperator.Profile;

/// <summary>A method to be compiled ahead.</summary>
/// <param name="Owner">The type that declares it, with its arguments.</param>
/// <param name="Definition">The method in the definition of that type.</param>
/// <param name="Arguments">Its own type arguments.</param>
internal sealed record ProfiledMethod(Type Owner, MethodBase Definition, Type[] Arguments)
{
    /// <summary>The assemblies that it takes to compile it, the one that declares it first.</summary>
    public IEnumerable<string> Assemblies =>
        Owner.GetGenericArguments().Concat(Arguments).SelectMany(AssembliesOf).Order(StringComparer.Ordinal)
            .Prepend(NameOf(Owner)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> AssembliesOf(Type type)
    {
        if (type.HasElementType)
        {
            return AssembliesOf(type.GetElementType()!);
        }

        var own = type.IsPrimitive || type.FullName == SignatureWriter.Canonical ? [] : new[] { NameOf(type) };
        return own.Concat(type.GetGenericArguments().SelectMany(AssembliesOf));
    }

    private static string NameOf(Type type) => type.Assembly.GetName().Name!;
}
