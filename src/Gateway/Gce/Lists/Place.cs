using System.Buffers.Text;
using System.Text;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce.Lists;

/// <summary>Where a resource stands in a list. The token of a next page is the place of the last resource before it, so that pages need no memory.</summary>
/// <param name="Name">The name it is ordered by.</param>
/// <param name="Scope">The zone, where names repeat.</param>
/// <param name="Created">When it was created.</param>
internal sealed record Place(string Name, string Scope, string Created)
{
    private const char End = '\n';

    /// <summary>In order of names, then zones.</summary>
    public static Comparer<Place> ByName { get; } = Comparer<Place>.Create(static (one, other) =>
        string.CompareOrdinal(one.Name, other.Name) is not 0 and var order ? order : string.CompareOrdinal(one.Scope, other.Scope));

    /// <summary>The latest first.</summary>
    public static Comparer<Place> NewestFirst { get; } = Comparer<Place>.Create(static (one, other) =>
        string.CompareOrdinal(other.Created, one.Created) is not 0 and var order ? order : ByName.Compare(one, other));

    /// <summary>The place of a token; null when there is none.</summary>
    /// <exception cref="GceException">The token is not one.</exception>
    public static Place? Parse(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(End) is [var name, var scope, var created]
                ? new(name, scope, created)
                : throw Unknown(token);
        }
        catch (FormatException)
        {
            throw Unknown(token);
        }
    }

    public string ToToken() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Name}{End}{Scope}{End}{Created}"));

    private static GceException Unknown(string token) => GceError.InvalidField("pageToken", token, "The page token is not one that was given out.").ToException();
}
