using System.Reflection;

namespace ComputeOperator.Profile;

/// <summary>The methods of the assemblies in a folder, looked at without running anything of them.</summary>
internal sealed class MethodCatalog : IDisposable
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["bool"] = "System.Boolean",
        ["char"] = "System.Char",
        ["sbyte"] = "System.SByte",
        ["byte"] = "System.Byte",
        ["short"] = "System.Int16",
        ["ushort"] = "System.UInt16",
        ["int"] = "System.Int32",
        ["uint"] = "System.UInt32",
        ["long"] = "System.Int64",
        ["ulong"] = "System.UInt64",
        ["nint"] = "System.IntPtr",
        ["nuint"] = "System.UIntPtr",
        ["float"] = "System.Single",
        ["double"] = "System.Double",
    };

    private readonly MetadataLoadContext _context;
    private readonly ILookup<string, Type> _types;
    private readonly List<(string Keyword, string Name)> _enums;

    public MethodCatalog(string folder)
    {
        var files = Directory.GetFiles(folder, "*.dll");
        _context = new(new PathAssemblyResolver(files), "System.Private.CoreLib");
        _types = files.SelectMany(file => _context.LoadFromAssemblyPath(file).GetTypes()).ToLookup(type => type.FullName!, StringComparer.Ordinal);
        var keywords = Keywords.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        // The program's own: what others wrote is signed.
        _enums = [.. _types.SelectMany(types => types)
            .Where(type => type.IsEnum && type.Assembly.GetName().GetPublicKeyToken() is null or [])
            .Select(type => (keywords[type.GetEnumUnderlyingType().FullName!], type.FullName!))];
    }

    /// <summary>
    /// Every method that the name can mean; none when this program does not have it, as what the runtime makes up at run time. The JIT writes an enum as the
    /// number under it: a name that comes again can mean any of the program's enums.
    /// </summary>
    public IEnumerable<ProfiledMethod> Find(CompiledMethod method) => method.IsRepeated
        ? FindExactly(method).Concat(_enums.SelectMany(type => Uses(method, type.Keyword)
            ? FindExactly(method with
            {
                Owner = method.Owner.Replace(type.Keyword, type.Name),
                Arguments = TypeName.Replace(method.Arguments, type.Keyword, type.Name),
            })
            : []))
        : FindExactly(method);

    public void Dispose() => _context.Dispose();

    private static bool Uses(CompiledMethod method, string keyword) => Uses(method.Owner.Arguments, keyword) || Uses(method.Arguments, keyword);

    private static bool Uses(IReadOnlyList<TypeName> arguments, string keyword) =>
        arguments.Any(argument => argument.Name == keyword || Uses(argument.Arguments, keyword));

    private IEnumerable<ProfiledMethod> FindExactly(CompiledMethod method)
    {
        if (method.Owner.IsArray || All(method.Owner.Arguments) is not { } ownerArguments || All(method.Arguments) is not { } arguments)
        {
            return [];
        }

        // Assemblies may have internal types of the same name.
        return Definitions(method.Owner.Name)
            .Where(type => type.GetGenericArguments().Length == ownerArguments.Length)
            .SelectMany(type => type.GetMembers(Declared).OfType<MethodBase>()
                .Where(candidate => candidate.Name == method.Name
                    && candidate.GetParameters().Length == method.ParameterCount
                    && Arity(candidate) == arguments.Length)
                .Select(candidate => new ProfiledMethod(Close(type, ownerArguments), candidate, arguments)));
    }

    private IEnumerable<Type> Definitions(string name) => _types[Keywords.GetValueOrDefault(name, name)];

    private Type? Find(TypeName name)
    {
        if (name.IsArray)
        {
            return Find(name.Arguments[0])?.MakeArrayType();
        }

        return All(name.Arguments) is { } arguments
            && Definitions(name.Name).FirstOrDefault(type => type.GetGenericArguments().Length == arguments.Length) is { } definition
                ? Close(definition, arguments)
                : null;
    }

    private Type[]? All(IReadOnlyList<TypeName> names)
    {
        var types = names.Select(Find).OfType<Type>().ToArray();
        return types.Length == names.Count ? types : null;
    }

    private static Type Close(Type definition, Type[] arguments) => arguments.Length == 0 ? definition : definition.MakeGenericType(arguments);

    private static int Arity(MethodBase method) => method.IsGenericMethodDefinition ? method.GetGenericArguments().Length : 0;
}
