namespace ComputeOperator.Gateway.Gce;

/// <summary>The URLs in answers, and the names in the links that clients send.</summary>
/// <param name="root">What links begin with; the fake address of the real service is what every client can read.</param>
internal sealed class Links(string root)
{
    private readonly string _projects = root + "/projects/";

    /// <summary>The link of a resource: <c>projects/P/zones/Z/instances/I</c> with its root.</summary>
    public string To(string resource) => string.Concat(root, "/", resource);

    public string Project(string project) => _projects + project;

    public string Zone(string project, string zone) => $"{_projects}{project}/zones/{zone}";

    public string Region(string project, string region) => $"{_projects}{project}/regions/{region}";

    public string Zonal(string project, string zone, string collection, string name) => $"{_projects}{project}/zones/{zone}/{collection}/{name}";

    public string Global(string project, string path) => $"{_projects}{project}/global/{path}";

    /// <summary>The name at the end of a link in any of the forms that clients send; a bare name is its own.</summary>
    public static string NameIn(string link)
    {
        var path = link.AsSpan();
        var query = path.IndexOfAny('?', '#');
        path = (query < 0 ? path : path[..query]).TrimEnd('/');
        return path[(path.LastIndexOf('/') + 1)..].ToString();
    }
}
