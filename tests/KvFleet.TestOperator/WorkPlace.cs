using System.Globalization;
using System.Text;

namespace KvFleet.TestOperator;

/// <summary>Who works where, and the record of it: a line per piece of work with its kind and the moment at which it began, on the clock that all processes of a machine share.</summary>
internal sealed class WorkPlace(string identity, string @namespace, string records) : IDisposable
{
    private readonly FileStream _file = new(records, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _gate = new();

    public string Identity => identity;

    public string Namespace => @namespace;

    public void Dispose() => _file.Dispose();

    public static long Now() => TimeProvider.System.GetTimestamp();

    public void Record(string kind, long began)
    {
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {began}\n"));
        lock (_gate)
            _file.Write(line);
    }
}
