namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>A bearer token that does not change.</summary>
/// <param name="token">The token.</param>
public sealed class StaticToken(string token) : CredentialSource
{
    private readonly Credential _credential = Credential.OfToken(token);

    /// <inheritdoc/>
    public override ValueTask<Credential> GetAsync(CancellationToken cancellation) => new(_credential);

    /// <inheritdoc/>
    public override bool Reject(Credential refused) => false;
}
