using ComputeOperator.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ComputeOperator.Hosting.Logging;

/// <summary>Log lines on the console, for people or for machines.</summary>
public static class ProgramLogging
{
    /// <summary>Writes lines of at least <paramref name="level"/> in <paramref name="format"/>.</summary>
    public static void AddProgramConsole(this ILoggingBuilder logging, LogFormat format, LogLevel level)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.SetMinimumLevel(level);
        // The host's own start-up chatter says nothing that the program does not.
        logging.AddFilter("Microsoft", level == LogLevel.Information ? LogLevel.Warning : level);
        switch (format)
        {
            case LogFormat.Json:
                logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, TextLogFormatter.Timestamp));
                break;
            case LogFormat.Text:
                logging.AddConsole(console => console.FormatterName = TextLogFormatter.FormatterName);
                logging.Services.AddSingleton<ConsoleFormatter, TextLogFormatter>();
                break;
        }
    }
}
