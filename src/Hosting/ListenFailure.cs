using System.Net.Sockets;
using ComputeOperator.Hosting.Configuration;

namespace ComputeOperator.Hosting;

/// <summary>Addresses that a program was told to listen on and cannot.</summary>
public static class ListenFailure
{
    /// <summary>What is wrong, in one line with the addresses; null when an exception of the web server's start is about something else.</summary>
    public static string? Describe(Exception exception, IEnumerable<BindAddress> addresses) => exception switch
    {
        // Of a port that is taken: names it.
        IOException => exception.Message,
        SocketException => $"cannot listen on {string.Join(" or ", addresses)}: {exception.Message}",
        _ => null,
    };
}
