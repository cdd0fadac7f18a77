using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace ComputeOperator.Profile.Tests;

/// <summary>From names to the file and back, with the assemblies of the runtime that the tests run on.</summary>
public sealed class ProfileFileTests : IDisposable
{
    private readonly MethodCatalog _catalog = new(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
    private readonly string _folder = Directory.CreateTempSubdirectory("compute-profile-").FullName;

    [Theory]
    [InlineData("System.GC:Collect()", "System.Private.CoreLib;", "System.Private.CoreLib System.GC Collect")]
    [InlineData("System.Array:IndexOf[int](System.__Canon,int)", "System.Private.CoreLib;", "System.Private.CoreLib System.Array IndexOf")]
    [InlineData("System.Net.Http.HttpClient:get_Timeout()", "System.Net.Http;", "System.Net.Http System.Net.Http.HttpClient get_Timeout")]
    [InlineData(
        "System.Collections.Generic.List`1[System.__Canon]:Add(System.__Canon)",
        "System.Private.CoreLib;", "System.Private.CoreLib System.Collections.Generic.List`1[System.Private.Canon System.__Canon] Add")]
    [InlineData(
        "System.Collections.Generic.List`1[System.Net.Cookie]:Clear()",
        "System.Private.CoreLib;System.Net.Primitives;",
        "System.Private.CoreLib System.Collections.Generic.List`1[System.Net.Primitives System.Net.Cookie] Clear")]
    public void A_method_is_written_with_all_that_it_takes_to_compile_it(string signature, string assemblies, string reference)
    {
        Assert.Contains((assemblies, reference), Read(signature));
    }

    [Fact]
    public void Overloads_that_cannot_be_told_apart_are_all_written()
    {
        var expected = typeof(string).GetMethods().Count(method => method is { Name: nameof(string.IndexOf) } && method.GetParameters().Length == 1);

        Assert.Equal(expected, Read("System.String:IndexOf(int)").Count);
    }

    [Theory]
    [InlineData("(dynamicClass):IL_STUB_PInvoke(int)")]
    [InlineData("No.Such.Type:Run()")]
    [InlineData("System.GC:NoSuchMethod()")]
    [InlineData("System.GC:Collect(int,int,int,int,int,int)")]
    [InlineData("System.Collections.Generic.List`1[No.Such.Type]:Clear()")]
    public void What_the_program_does_not_have_is_left_out(string signature)
    {
        Assert.Empty(_catalog.Find(CompiledMethod.Parse(signature)));
    }

    [Fact]
    public void What_is_written_alike_for_several_enums_is_looked_up_for_all_of_the_program()
    {
        using var own = new MethodCatalog(RuntimeAndTests());
        const string Signature = "System.Collections.Generic.List`1[int]:Clear()";
        string[] twice = [$"JIT compiled {Signature} [FullOpts]", $"JIT compiled {Signature} [FullOpts]"];

        var owners = CompiledMethod.In(twice).SelectMany(own.Find).Select(method => method.Owner.GetGenericArguments().Single().FullName).ToList();

        Assert.Contains("System.Int32", owners);
        Assert.Contains(typeof(OfTheProgram).FullName, owners);
        Assert.DoesNotContain("System.DayOfWeek", owners);
        Assert.Single(CompiledMethod.In(twice[..1]).SelectMany(own.Find));
    }

    [Fact]
    public void The_same_methods_make_the_same_file()
    {
        var method = CompiledMethod.Parse("System.GC:Collect()");
        var (one, two) = (Path.Combine(_folder, "one", "a.mibc"), Path.Combine(_folder, "two", "a.mibc"));
        foreach (var file in new[] { one, two })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            ProfileFile.Write(file, _catalog.Find(method));
        }

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    public void Dispose()
    {
        _catalog.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string RuntimeAndTests()
    {
        var own = typeof(OfTheProgram).Assembly.Location;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Append(own))
        {
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
        }

        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "xunit*.dll").Concat(Directory.GetFiles(AppContext.BaseDirectory, "ComputeOperator.Profile.dll")))
        {
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
        }

        return _folder;
    }

    private enum OfTheProgram
    {
        One,
    }

    private List<(string Assemblies, string Method)> Read(string signature)
    {
        var file = Path.Combine(_folder, "some.mibc");
        ProfileFile.Write(file, _catalog.Find(CompiledMethod.Parse(signature)));
        using var archive = ZipFile.OpenRead(file);
        using var content = archive.GetEntry("some.mibc.dll")!.Open();
        var image = new MemoryStream();
        content.CopyTo(image);
        image.Position = 0;
        using var pe = new PEReader(image);
        return ProfileReader.Read(pe);
    }
}
