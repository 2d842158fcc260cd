using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace KvFleet.TestOperator;

/// <summary>
/// What the log says of the election, with the moment of each line on the clock that all processes of a machine share: <c>saw</c> a sign of life of the holder, <c>took</c> the lease, <c>asked</c> for it (with what the
/// request took, in milliseconds), and <c>late</c>: how late a timer of this process came. A line each in a file.
/// </summary>
internal sealed class ElectionRecords(string path) : ILoggerProvider
{
    // The events of LeaderElector and of the client's requests.
    private const int Took = 201;
    private const int Saw = 207;
    private const int Answered = 1002;
    private const int Unanswered = 1003;

    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new Lines(this);

    public void Dispose() => _file.Dispose();

    public void Record(string kind, double milliseconds = 0)
    {
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {WorkPlace.Now()} {milliseconds:F3}\n"));
        lock (_gate)
            _file.Write(line);
    }

    private void Take(EventId id, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        switch (id.Id)
        {
            case Took: Record("took"); break;
            case Saw: Record("saw"); break;
            case Answered or Unanswered when Value(values, "Request")?.ToString() is { } request && request.Contains("GET", StringComparison.Ordinal) && request.Contains("/leases/", StringComparison.Ordinal):
                Record(Value(values, "Code") is 200 ? "asked" : "failed", Value(values, "Milliseconds") as double? ?? 0);
                break;
        }
    }

    private static object? Value(IReadOnlyList<KeyValuePair<string, object?>> values, string name) => values.FirstOrDefault(v => v.Key == name).Value;

    private sealed class Lines(ElectionRecords records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
                records.Take(eventId, values);
        }
    }
}
