using System.Text;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>A part of a batch as a request of its own, with the caller's credentials.</summary>
internal static class PartRequest
{
    private const string Allowed = "/compute/";
    private const string TokenSymbols = "!#$%&'*+-.^_`|~";

    /// <summary>The request; nothing of it has been done.</summary>
    /// <exception cref="GceException">It cannot be one.</exception>
    public static DefaultHttpContext Of(BatchRequest part, HttpContext outer)
    {
        var query = part.Path.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? part.Path : part.Path[..query];
        Check(part, path);
        var body = Encoding.UTF8.GetBytes(part.Body);
        var context = new DefaultHttpContext { RequestServices = outer.RequestServices, RequestAborted = outer.RequestAborted };
        // While it waited it would hold up the batches of everyone.
        context.Features.Set(InstanceWaits.None);
        context.Connection.RemoteIpAddress = outer.Connection.RemoteIpAddress;
        context.Request.Method = part.Method;
        context.Request.Path = PathString.FromUriComponent(path);
        context.Request.QueryString = query < 0 ? QueryString.Empty : new QueryString(part.Path[query..]);
        context.Request.Headers.Authorization = part.Headers.TryGetValue("Authorization", out var own) ? own : outer.Request.Headers.Authorization;
        context.Request.ContentType = part.Headers.GetValueOrDefault("Content-Type");
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        return context;
    }

    // What the server checks of requests that arrive by themselves.
    private static void Check(BatchRequest part, string path)
    {
        if (!path.StartsWith(Allowed, StringComparison.Ordinal))
        {
            throw GceError.Invalid($"A part of the batch is for '{path}'; allowed are paths below {Allowed}.").ToException();
        }

        if (part.Path.Any(char.IsControl) || path.Contains("%00", StringComparison.Ordinal) || part.ContentId?.Any(char.IsControl) == true)
        {
            throw GceError.Invalid("A part of the batch has a control character in its path or its Content-ID.").ToException();
        }

        if (!part.Method.All(letter => char.IsAsciiLetterOrDigit(letter) || TokenSymbols.Contains(letter, StringComparison.Ordinal)))
        {
            throw GceError.Invalid($"A part of the batch has the method '{part.Method}', which is none.").ToException();
        }
    }
}
