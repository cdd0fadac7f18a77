using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Names of objects made from names that people gave. The object's name is the instance's id; the name as given is kept beside it.</summary>
internal static partial class ObjectNames
{
    /// <summary>The annotation with the name as it was given, where the object's differs.</summary>
    public const string DisplayAnnotation = "gateway.compute.iaas.dev/display-name";

    private const int Longest = 63;
    private const int SuffixLength = 8;
    private const string Fallback = "i";

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Grammar { get; }

    /// <summary>Whether an object may have this name.</summary>
    public static bool IsLegal(string name) => Grammar.IsMatch(name);

    /// <summary>A name that no other object has, which reads like <paramref name="given"/>.</summary>
    public static string Unique(string given) => $"{Slug(given)}-{RandomNumberGenerator.GetHexString(SuffixLength, lowercase: true)}";

    /// <summary>The same name for the same <paramref name="given"/>, and for no other: itself where it is legal.</summary>
    public static string Same(string given) => IsLegal(given)
        ? given
        : $"{Slug(given)}-{(InstanceIdentity.Hash(given) >> 32).ToString("x8", CultureInfo.InvariantCulture)}";

    /// <summary>The name for people.</summary>
    public static string Display(Instance instance) => instance.Metadata.Annotation(DisplayAnnotation) ?? instance.Metadata.Name ?? "";

    private static string Slug(string given)
    {
        var slug = new StringBuilder();
        foreach (var letter in given.ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(letter) || (char.IsAsciiDigit(letter) && slug.Length > 0))
            {
                slug.Append(letter);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length == Longest - SuffixLength - 1)
            {
                break;
            }
        }

        var trimmed = slug.ToString().TrimEnd('-');
        return trimmed.Length == 0 ? Fallback : trimmed;
    }
}
