using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KvFleet.Holder;

/// <summary>
/// One JSON object a line. Not Microsoft.Extensions.Logging: it would bring a container, options and formatters into a process that is
/// meant to weigh next to nothing.
/// </summary>
internal sealed class HolderLog(TextWriter output, TimeProvider time)
{
    private readonly Lock _gate = new();

    internal void Info(string message, params ReadOnlySpan<(string Key, string Value)> facts) => Write("info", message, facts);

    internal void Warn(string message, params ReadOnlySpan<(string Key, string Value)> facts) => Write("warning", message, facts);

    private void Write(string level, string message, ReadOnlySpan<(string Key, string Value)> facts)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("level", level);
            json.WriteString("message", message);
            foreach (var (key, value) in facts)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        lock (_gate)
            output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
