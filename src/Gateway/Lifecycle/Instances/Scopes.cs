using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>The words for scopes.</summary>
internal static class Scopes
{
    private static readonly Dictionary<string, InstanceScope> ByWord = Enum.GetValues<InstanceScope>().ToDictionary(Word, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Words => ByWord.Keys;

    public static InstanceScope Of(string word) => ByWord[word];

    public static string Word(InstanceScope scope) => scope switch
    {
        InstanceScope.Global => "GLOBAL",
        InstanceScope.Project => "PROJECT",
        InstanceScope.Orchestration => "ORCHESTRATION",
    };
}
