namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>A bearer token in a file that someone else renews, as the kubelet does with a Pod's.</summary>
/// <param name="path">The file.</param>
/// <param name="time">The clock.</param>
public sealed class TokenFile(string path, TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private (string Token, Credential Credential)? _current;
    private long _readAt;

    /// <inheritdoc/>
    public override ValueTask<Credential> GetAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_current is { } current && time.GetElapsedTime(_readAt) < MaximumAge)
            {
                return new(current.Credential);
            }

            return new(Read());
        }
    }

    /// <inheritdoc/>
    public override bool Reject(Credential refused)
    {
        lock (_gate)
        {
            return _current?.Credential != refused || Read() != refused;
        }
    }

    private Credential Read()
    {
        try
        {
            var token = File.ReadAllText(path).Trim();
            if (token.Length == 0)
            {
                throw new KubernetesConfigurationException($"{path}: the file is empty, but a bearer token is expected");
            }

            _readAt = time.GetTimestamp();
            _current = _current is { } same && same.Token == token ? same : (token, Credential.OfToken(token));
            return _current.Value.Credential;
        }
        catch (Exception e) when (_current is not null && e is (IOException or UnauthorizedAccessException or KubernetesConfigurationException))
        {
            // Renewal may be half done: the token at hand is still the best.
            return _current!.Value.Credential;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{path}: the token cannot be read: {e.Message}", e);
        }
    }
}
