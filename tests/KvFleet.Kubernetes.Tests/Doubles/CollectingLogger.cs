using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>Keeps what is logged.</summary>
internal sealed class CollectingLogger : ILogger, ILoggerProvider
{
    private readonly AsyncLocal<object?> _scope = new();

    public ConcurrentQueue<(LogLevel Level, string Text, Exception? Exception, string? Scope)> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _scope.Value = state;
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception), exception, _scope.Value?.ToString()));

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }
}
