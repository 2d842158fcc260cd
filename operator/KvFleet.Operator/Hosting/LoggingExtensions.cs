using Microsoft.Extensions.Logging.Console;

namespace KvFleet.Operator.Hosting;

/// <summary>The operator's log: one line each, UTC, to standard output.</summary>
internal static class LoggingExtensions
{
    public static ILoggingBuilder AddOperatorConsole(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
}
