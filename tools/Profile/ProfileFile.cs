using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ComputeOperator.Profile;

/// <summary>
/// The file that the ahead-of-time compiler reads (<c>.mibc</c>; its form is that of <c>MIbcProfileParser</c> and <c>MibcEmitter</c> of dotnet/runtime): an
/// assembly that never runs. Its global method <c>AssemblyDictionary</c> names groups of assemblies and for each a global method, whose instructions load
/// and drop the tokens of the methods that these assemblies make up.
/// </summary>
internal static class ProfileFile
{
    private const string Dictionary = "AssemblyDictionary";

    // The same input makes the same bytes.
    private static readonly DateTimeOffset Never = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the file, compressed; returns how many methods are in it.</summary>
    public static int Write(string file, IEnumerable<ProfiledMethod> methods)
    {
        var (image, count) = Image(Path.GetFileNameWithoutExtension(file), methods);
        using var archive = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        var entry = archive.CreateEntry(Path.GetFileName(file) + ".dll", CompressionLevel.SmallestSize);
        entry.LastWriteTime = Never;
        using var content = entry.Open();
        image.WriteContentTo(content);
        return count;
    }

    /// <summary>The assembly, and how many methods are in it.</summary>
    public static (BlobBuilder Image, int Count) Image(string name, IEnumerable<ProfiledMethod> methods)
    {
        var metadata = new MetadataBuilder();
        _ = metadata.AddModule(0, metadata.GetOrAddString(name), default, default, default);
        _ = metadata.AddAssembly(metadata.GetOrAddString(name), new(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        _ = metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var signatures = new SignatureWriter(metadata);
        var globals = new GlobalMethods(metadata);
        var dictionary = new InstructionEncoder(new BlobBuilder());
        var count = 0;
        foreach (var group in methods.GroupBy(method => string.Concat(method.Assemblies.Select(assembly => assembly + ";"))).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var tokens = group.Select(signatures.Method).OfType<EntityHandle>().ToList();
            var list = new InstructionEncoder(new BlobBuilder());
            tokens.ForEach(token => LoadAndDrop(list, token));
            dictionary.LoadString(metadata.GetOrAddUserString(group.Key));
            LoadAndDrop(dictionary, globals.Add($"Methods{globals.Count}", list));
            count += tokens.Count;
        }

        _ = globals.Add(Dictionary, dictionary);
        return (globals.ToImage(), count);
    }

    private static void LoadAndDrop(InstructionEncoder code, EntityHandle token)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(token);
        code.OpCode(ILOpCode.Pop);
    }

    private sealed class GlobalMethods(MetadataBuilder metadata)
    {
        private readonly MethodBodyStreamEncoder _bodies = new(new BlobBuilder());

        public int Count { get; private set; }

        public MethodDefinitionHandle Add(string name, InstructionEncoder code)
        {
            code.OpCode(ILOpCode.Ret);
            var signature = new BlobBuilder();
            new BlobEncoder(signature).MethodSignature().Parameters(0, result => result.Void(), _ => { });
            Count++;
            return metadata.AddMethodDefinition(
                MethodAttributes.Public | MethodAttributes.Static,
                MethodImplAttributes.IL,
                metadata.GetOrAddString(name),
                metadata.GetOrAddBlob(signature),
                _bodies.AddMethodBody(code),
                default);
        }

        public BlobBuilder ToImage()
        {
            var image = new BlobBuilder();
            var header = new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll | Characteristics.ExecutableImage);
            _ = new ManagedPEBuilder(header, new(metadata), _bodies.Builder, deterministicIdProvider: _ => new(default(Guid), 0)).Serialize(image);
            return image;
        }
    }
}
