using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ComputeOperator.Hosting.Logging;

/// <summary>Log lines for people: time, level, who, what; an exception on the lines below.</summary>
public sealed class TextLogFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>Name under which it is registered.</summary>
    public const string FormatterName = "compute-operator-text";

    /// <summary>RFC 3339 in UTC, to the millisecond.</summary>
    public const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var category = logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1);
        var generic = category.IndexOf('`');
        textWriter.Write(TimeProvider.System.GetUtcNow().ToString(Timestamp, CultureInfo.InvariantCulture));
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(generic < 0 ? category : category[..generic]);
        textWriter.Write(": ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => " TRACE ",
        LogLevel.Debug => " DEBUG ",
        LogLevel.Information => " INFO  ",
        LogLevel.Warning => " WARN  ",
        LogLevel.Error => " ERROR ",
        LogLevel.Critical => " FATAL ",
        _ => " ",
    };
}
