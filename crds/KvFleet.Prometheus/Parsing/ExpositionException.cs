using System.Globalization;

namespace KvFleet.Prometheus.Parsing;

/// <summary>Text that is no Prometheus or OpenMetrics exposition. The message starts with the line.</summary>
public sealed class ExpositionException : Exception
{
    /// <summary>Makes an error without a place.</summary>
    public ExpositionException()
        : this("not in the Prometheus text format.")
    {
    }

    /// <summary>Makes an error without a place.</summary>
    /// <param name="message">What is wrong.</param>
    public ExpositionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error without a place.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public ExpositionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an error at a line.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="message">What is wrong.</param>
    public ExpositionException(int line, string message)
        : base(string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}")) => Line = line;

    /// <summary>The line, from 1; 0 if unknown.</summary>
    public int Line { get; }
}
