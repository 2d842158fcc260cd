namespace KvFleet.Model.Catalog;

/// <summary>A catalog file that cannot be used. The message starts with <c>file:line:column</c>.</summary>
public sealed class CatalogException : Exception
{
    /// <summary>Makes an error without a position.</summary>
    public CatalogException()
        : this("The catalog cannot be used.")
    {
    }

    /// <summary>Makes an error without a position.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public CatalogException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error without a position.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public CatalogException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an error at a position.</summary>
    /// <param name="file">The file's name, as the reader was told.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public CatalogException(string file, long line, long column, string message, Exception? innerException = null)
        : base($"{file}:{line}:{column}: {message}", innerException)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file's name; empty if unknown.</summary>
    public string File { get; } = "";

    /// <summary>The line, from 1; 0 if unknown.</summary>
    public long Line { get; }

    /// <summary>The column, from 1; 0 if unknown.</summary>
    public long Column { get; }
}
