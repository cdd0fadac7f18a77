namespace ComputeOperator.Profile.Tests;

public sealed class CompiledMethodTests
{
    [Theory]
    [InlineData("System.AppContext:Setup(ptr,ptr,int)", "System.AppContext", "Setup", "", 3)]
    [InlineData("System.GC:RunFinalizers()", "System.GC", "RunFinalizers", "", 0)]
    [InlineData("System.Object:.ctor():this", "System.Object", ".ctor", "", 0)]
    [InlineData(
        "System.Collections.Generic.Dictionary`2[System.__Canon,int]:.ctor(int,System.Collections.Generic.IEqualityComparer`1[System.__Canon])",
        "System.Collections.Generic.Dictionary`2[System.__Canon,int]", ".ctor", "", 2)]
    [InlineData("System.Net.IPAddressParser:Parse[char](System.ReadOnlySpan`1[char],bool)", "System.Net.IPAddressParser", "Parse", "char", 2)]
    [InlineData("A.B`1+C[D.E`2[int,F],long[]]:G[H[]](I`2[int,int],byref)", "A.B`1+C[D.E`2[int,F],long[]]", "G", "H[]", 2)]
    [InlineData("A.Box`1[X+<<Run>g__Next|5_0>d]:MoveNext()", "A.Box`1[X+<<Run>g__Next|5_0>d]", "MoveNext", "", 0)]
    [InlineData("A:<Read>g__One|1_0[System.__Canon](A+<>c__DisplayClass1_0`1[System.__Canon])", "A", "<Read>g__One|1_0", "System.__Canon", 1)]
    public void A_signature_is_read_as_the_jit_writes_it(string signature, string owner, string name, string arguments, int parameters)
    {
        var method = CompiledMethod.Parse(signature);

        Assert.Equal((owner, name, parameters), (Text(method.Owner), method.Name, method.ParameterCount));
        Assert.Equal(arguments, string.Join(',', method.Arguments.Select(Text)));
    }

    [Fact]
    public void A_log_names_each_method_once_among_other_lines()
    {
        string[] log =
        [
            "   1: JIT compiled A:B(int) [FullOpts, IL size=68, code size=175]",
            "something else [really]",
            "   2: JIT compiled A:B(int) [Tier0, IL size=68, code size=175]",
            "   3: JIT compiled A`1[C]:D() [FullOpts, IL size=1, code size=1]",
        ];

        var methods = CompiledMethod.In(log, log[^1..]).ToList();

        Assert.Equal(["B", "D"], methods.Select(method => method.Name));
        Assert.Equal([true, false], methods.Select(method => method.IsRepeated));
    }

    private static string Text(TypeName type) => type.IsArray
        ? Text(type.Arguments[0]) + "[]"
        : type.Name + (type.Arguments.Count == 0 ? "" : $"[{string.Join(',', type.Arguments.Select(Text))}]");
}
