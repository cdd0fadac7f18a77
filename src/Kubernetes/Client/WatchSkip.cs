namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// Says of an added or changed object, before it is decoded, whether the caller has no use for it: it then is not reported
/// at all. Deletions, bookmarks and errors are never skipped.
/// </summary>
/// <param name="json">The object, usable only during the call; <see cref="WatchedVersion.Of"/> reads which it is.</param>
/// <returns>Whether to pass over it.</returns>
public delegate bool WatchSkip(ReadOnlySpan<byte> json);
