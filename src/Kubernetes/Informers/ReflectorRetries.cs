namespace ComputeOperator.Kubernetes.Informers;

/// <summary>Tells when to ask a server otherwise, because the same question has failed too often. Not thread-safe.</summary>
/// <param name="streams">Whether to ask for streamed lists at all.</param>
internal sealed class ReflectorRetries(bool streams)
{
    /// <summary>What fails as often in a row is not tried a further time.</summary>
    private const int TooOften = 3;

    private bool _streams = streams;
    private int _streamsFailed;
    private string? _refusedVersion;
    private int _refusals;

    /// <summary>Whether the next list is to be streamed, rather than read in pages.</summary>
    public bool Streams => _streams && _streamsFailed < TooOften;

    /// <summary>The server cannot stream lists.</summary>
    public void GiveUpStreams() => _streams = false;

    /// <summary>A streamed list has failed: too often, and this list is read in pages.</summary>
    public void StreamFailed() => _streamsFailed++;

    /// <summary>A list is complete.</summary>
    public void Listed() => _streamsFailed = 0;

    /// <summary>A watch has ended in good order.</summary>
    public void Followed() => _refusals = 0;

    /// <summary>Takes note that a watch from <paramref name="version"/> was refused; whether to list instead of asking for it again.</summary>
    public bool IsRefusedTooOften(string? version)
    {
        _refusals = version == _refusedVersion ? _refusals + 1 : 1;
        _refusedVersion = version;
        return _refusals % TooOften == 0;
    }
}
