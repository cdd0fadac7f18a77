using System.Text.Json;

namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>Which resources a list is about.</summary>
internal abstract record Filter
{
    private Filter()
    {
    }

    /// <summary>Whether a resource, as it is answered, is one of them.</summary>
    public abstract bool Matches(JsonElement resource);

    /// <summary>All of several hold.</summary>
    public sealed record And(IReadOnlyList<Filter> Parts) : Filter
    {
        public override bool Matches(JsonElement resource) => Parts.All(part => part.Matches(resource));
    }

    /// <summary>One of several holds.</summary>
    public sealed record Or(IReadOnlyList<Filter> Parts) : Filter
    {
        public override bool Matches(JsonElement resource) => Parts.Any(part => part.Matches(resource));
    }

    /// <summary>Another does not hold.</summary>
    public sealed record Not(Filter Inner) : Filter
    {
        public override bool Matches(JsonElement resource) => !Inner.Matches(resource);
    }

    /// <summary>Some value of a field is as wanted; a field that is absent counts as empty.</summary>
    public sealed record Restriction(string Field, Func<FieldValue, bool> IsWanted, bool IsNegated = false) : Filter
    {
        public override bool Matches(JsonElement resource)
        {
            var found = false;
            foreach (var value in FieldValues.Of(resource, Field))
            {
                found = true;
                if (IsWanted(value))
                {
                    return !IsNegated;
                }
            }

            return found ? IsNegated : IsWanted(FieldValue.Absent) != IsNegated;
        }
    }

    /// <summary>A field is there.</summary>
    public sealed record Present(string Field) : Filter
    {
        public override bool Matches(JsonElement resource) => FieldValues.Of(resource, Field).Any();
    }
}
