using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Calls what others have given an informer to call. A change is in the store when they are told of it, and is not reported again: one
/// that throws is logged, and keeps it neither from the others nor from whoever brought it.
/// </summary>
internal sealed partial class Callbacks<T>(string resource, ILogger logger)
    where T : class, IKubernetesObject
{
    public void Tell<TNews>(Action<TNews>? subscribers, TNews news)
    {
        foreach (var subscriber in Delegate.EnumerateInvocationList(subscribers))
        {
            try
            {
                subscriber(news);
            }
            catch (Exception e) when (IsLogged(e, "a subscriber"))
            {
            }
        }
    }

    public Action<ResourceKey, T?, T?> Observer(Action<ResourceKey, T?, T?> observer) => (key, before, now) =>
    {
        try
        {
            observer(key, before, now);
        }
        catch (Exception e) when (IsLogged(e, "the observer"))
        {
        }
    };

    public Dictionary<string, Func<T, IEnumerable<string>>> Indexes(IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> indexes) =>
        indexes.ToDictionary(index => index.Key, index => Index(index.Key, index.Value));

    public Func<MalformedObject, T?> Salvage(Func<MalformedObject, T?> salvage) => malformed =>
    {
        try
        {
            return salvage(malformed);
        }
        catch (Exception e) when (IsLogged(e, "what salvages of an object what can be read"))
        {
            return null;
        }
    };

    private Func<T, IEnumerable<string>> Index(string name, Func<T, IEnumerable<string>> valuesOf) => item =>
    {
        try
        {
            return valuesOf(item).ToArray();
        }
        catch (Exception e) when (IsLogged(e, $"the index {name}"))
        {
            return [];
        }
    };

    private bool IsLogged(Exception e, string who)
    {
        LogThrew(resource, who, e);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource}: {Who} threw when told of a change; the others are told all the same")]
    private partial void LogThrew(string resource, string who, Exception e);
}
