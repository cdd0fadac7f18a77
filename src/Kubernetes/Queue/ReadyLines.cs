namespace ComputeOperator.Kubernetes.Queue;

/// <summary>
/// The keys that may be taken now, first come first served in each of two lines. Fresh keys go first, but after
/// <see cref="FreshInARow"/> of them a waiting background key goes. So a fresh key behind n others of its line waits for at most
/// n + n/7 + 1 takes however many background keys there are, and a background key behind n others for at most 8(n + 1).
/// </summary>
/// <remarks>Not thread-safe. Nodes are used again, so that a queue in steady state allocates nothing.</remarks>
internal sealed class ReadyLines<TKey>
{
    public const int FreshInARow = 7;

    private const int MostSpares = 1024;

    private readonly LinkedList<TKey> _fresh = new();
    private readonly LinkedList<TKey> _background = new();
    private readonly Stack<LinkedListNode<TKey>> _spares = new();
    private int _freshInARow;

    public int Count => _fresh.Count + _background.Count;

    public LinkedListNode<TKey> Add(TKey key, KeyPriority priority)
    {
        if (_spares.TryPop(out var node))
        {
            node.Value = key;
        }
        else
        {
            node = new(key);
        }

        (priority == KeyPriority.Fresh ? _fresh : _background).AddLast(node);
        return node;
    }

    public void Promote(LinkedListNode<TKey> node)
    {
        _background.Remove(node);
        _fresh.AddLast(node);
    }

    public void Remove(LinkedListNode<TKey> node)
    {
        node.List!.Remove(node);
        if (_spares.Count < MostSpares)
        {
            _spares.Push(node);
        }
    }

    public bool TryTake(out TKey key)
    {
        var turn = _background.First is not null && (_fresh.First is null || _freshInARow >= FreshInARow) ? _background : _fresh;
        if (turn.First is not { } node)
        {
            key = default!;
            return false;
        }

        _freshInARow = turn == _fresh ? _freshInARow + 1 : 0;
        key = node.Value;
        Remove(node);
        return true;
    }
}
