using System.Globalization;
using System.Text;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>The options of a request as its URL's query.</summary>
internal ref struct QueryString(string path)
{
    private readonly StringBuilder _text = new(path, 256);
    private bool _begun;

    public static string Of(string path, ListOptions options)
    {
        var query = new QueryString(path);
        query.Add("limit", options.Limit);
        query.Add("continue", options.Continue);
        query.Add("fieldSelector", options.FieldSelector);
        return query._text.ToString();
    }

    public static string Of(string path, WatchOptions options)
    {
        var query = new QueryString(path);
        query.Add("watch", "1");
        query.Add("allowWatchBookmarks", "true");
        query.Add("resourceVersion", options.ResourceVersion);
        if (options.SendInitialEvents)
        {
            query.Add("sendInitialEvents", "true");
            query.Add("resourceVersionMatch", "NotOlderThan");
        }

        query.Add("timeoutSeconds", options.Timeout is { } timeout ? (int)Math.Ceiling(timeout.TotalSeconds) : null);
        query.Add("fieldSelector", options.FieldSelector);
        return query._text.ToString();
    }

    public static string Of(string path, PatchOptions options)
    {
        var manager = Uri.EscapeDataString(options.FieldManager);
        return options.Force ? $"{path}?fieldManager={manager}&force=true" : $"{path}?fieldManager={manager}";
    }

    private void Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    private void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_begun ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _begun = true;
        }
    }
}
