using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>A write under way. It reaches the server once or never, and whoever sent it hears how it ended once.</summary>
/// <param name="send">Does it; null: refused.</param>
/// <param name="answer">Tells what came of it; null: refused, or nobody knows.</param>
/// <param name="isDead">Whether there is nobody left to be told.</param>
internal sealed class FleetWrite(Func<IKubernetesObject?> send, Action<IKubernetesObject?> answer, Func<bool> isDead)
{
    private bool _isAnswered;

    /// <summary>It reaches the server.</summary>
    public void Arrive() => Answer(send());

    /// <summary>Whoever sent it takes it for lost.</summary>
    public void GiveUp() => Answer(null);

    private void Answer(IKubernetesObject? written)
    {
        if (!_isAnswered && !isDead())
        {
            answer(written);
        }

        _isAnswered = true;
    }
}
