namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>The way to the API server is not known: one line that says which file, context and field, and what is allowed.</summary>
public sealed class KubernetesConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
