using System.Globalization;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>The vouchers of a ledger that have been issued and not been charged for.</summary>
public sealed class OpenVouchers
{
    /// <summary>How many are held in stock: charges are written every second, and hardly more Instances than that are let in meanwhile.</summary>
    public const int Stock = 100;

    /// <summary>At most so many are open, the stocks of ten leaders: it bounds the size of the Tenant. Beyond it the oldest are given up, which nobody has shown yet and nobody will.</summary>
    public const int Most = 10 * Stock;

    private readonly SortedSet<long> _numbers = [];
    private long? _last;

    /// <summary>As the ledger has them; null: none.</summary>
    public OpenVouchers(TenantLedger? ledger)
    {
        _last = ledger?.LastVoucher;
        foreach (var range in (ledger?.Vouchers ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            Add(range);
        }
    }

    /// <summary>Whether that voucher has been issued and not been charged for.</summary>
    public bool Contains(long number) => _numbers.Contains(number);

    /// <summary>Whether the ledger, as it is known, has issued that voucher.</summary>
    public bool HasIssued(long number) => number <= _last;

    /// <summary>Whether that voucher has been issued and charged for.</summary>
    public bool IsClosed(long number) => HasIssued(number) && !_numbers.Contains(number);

    /// <summary>That voucher is charged for, or will never be shown.</summary>
    public void Close(long number) => _numbers.Remove(number);

    /// <summary>Issues vouchers. The numbers of a new ledger begin with the time, so that it never issues those of one that there was before.</summary>
    public IReadOnlyList<long> Issue(int count, DateTimeOffset now)
    {
        var first = (_last ?? now.ToUnixTimeMilliseconds()) + 1;
        if (count <= 0 || first > TenantLedger.LargestVoucher - count)
        {
            return [];
        }

        long[] issued = [.. Enumerable.Range(0, count).Select(index => first + index)];
        _numbers.UnionWith(issued);
        _last = issued[^1];
        while (_numbers.Count > Most || Text().Length > TenantLedger.LongestVouchers)
        {
            _numbers.Remove(_numbers.Min);
        }

        return issued;
    }

    /// <summary>The ledger with these vouchers.</summary>
    public TenantLedger PutInto(TenantLedger ledger) => (ledger ?? throw new ArgumentNullException(nameof(ledger))) with { Vouchers = _numbers.Count == 0 ? null : Text(), LastVoucher = _last };

    private void Add(string range)
    {
        var ends = range.Split('-');
        if (long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            for (var number = Math.Min(last, _last ?? 0); number >= first && _numbers.Count < Most; number--)
            {
                _numbers.Add(number);
            }
        }
    }

    private string Text()
    {
        List<string> ranges = [];
        var (first, last) = (_numbers.Min, _numbers.Min);
        foreach (var number in _numbers.Skip(1).Append(long.MaxValue))
        {
            if (number == last + 1)
            {
                last = number;
                continue;
            }

            ranges.Add(first == last ? Text(first) : $"{Text(first)}-{Text(last)}");
            first = last = number;
        }

        return string.Join(' ', ranges);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
