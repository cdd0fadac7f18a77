namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>Numbers in the letters that names may have.</summary>
internal static class Base36
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Longest = 13;

    public static string Of(ulong number)
    {
        Span<char> text = stackalloc char[Longest];
        var at = Longest;
        do
        {
            text[--at] = Digits[(int)(number % 36)];
            number /= 36;
        }
        while (number > 0);
        return new(text[at..]);
    }

    /// <summary>The number; null when it is none, or too large.</summary>
    public static ulong? Parse(string text)
    {
        if (text.Length is 0 or > Longest)
        {
            return null;
        }

        UInt128 number = 0;
        foreach (var letter in text)
        {
            var digit = Digits.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            number = (number * 36) + (UInt128)digit;
        }

        return number <= ulong.MaxValue ? (ulong)number : null;
    }
}
