using System.Globalization;
using System.Text;
using KvFleet.Prometheus.Parsing;

namespace KvFleet.Fuzz.Targets;

/// <summary>A page of metrics: it is read or refused with its line, and what was read and is written again reads as the same.</summary>
internal sealed class ExpositionTarget : IFuzzTarget
{
    public string Name => "metrics";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "# HELP m Help \\n \\\\ text\n# TYPE m gauge\nm{gpu=\"0\",UUID=\"GPU-1\",modelName=\"NVIDIA H100 80GB HBM3\"} 71950\nm 9223372036854775794 1700000000000\n",
            "# TYPE h histogram\nh_bucket{le=\"0.1\"} 3 # {trace_id=\"a\\\"b\"} 0.05 1700000000.5\nh_bucket{le=\"+Inf\"} 4\nh_sum 1e-3\nh_count 4\n# UNIT h seconds\n# EOF\n",
            "{\"my.metric\",\"a b\"=\"c\\nd\",e=\"\",} -Inf\nvllm:x{} NaN\n\n # nothing\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Task FeedAsync(byte[] input)
    {
        string once;
        try
        {
            once = Write(input);
        }
        catch (ExpositionException refused)
        {
            return refused.Line > 0 ? Task.CompletedTask : throw new FindingException("refused without a line");
        }

        var twice = Write(Encoding.UTF8.GetBytes(once));
        return once == twice ? Task.CompletedTask : throw new FindingException($"read again it differs: {once} -> {twice}");
    }

    private static string Write(byte[] input)
    {
        var text = new StringBuilder();
        var reader = new ExpositionReader(input);
        while (reader.Read())
        {
            if (reader.Entry == ExpositionEntry.Sample)
            {
                text.Append("{\"").Append(Encoding.Latin1.GetString(reader.Name)).Append('"');
                for (var index = 0; index < reader.LabelCount; index++)
                {
                    var label = reader.Label(index);
                    text.Append(",\"").Append(Encoding.Latin1.GetString(label.Name)).Append("\"=\"").Append(Encoding.Latin1.GetString(label.RawValue)).Append('"');
                }

                text.Append("} ").Append(reader.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.ToString()));
    }
}
