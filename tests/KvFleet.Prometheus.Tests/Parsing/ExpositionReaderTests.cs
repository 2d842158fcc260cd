using System.Text;
using KvFleet.Prometheus.Parsing;

namespace KvFleet.Prometheus.Tests.Parsing;

/// <summary>The text formats, as the specifications and the exporters write them.</summary>
public sealed class ExpositionReaderTests
{
    [Theory]
    [InlineData("up 1\n", "up{} 1")]
    [InlineData("up 1", "up{} 1")]
    [InlineData("  up\t1  1700000000000 \r\n", "up{} 1 @1700000000000")]
    [InlineData("m{a=\"b\"} 2.5\n", "m{a=b} 2.5")]
    [InlineData("m{a=\"b\",} 2.5\n", "m{a=b} 2.5")]
    [InlineData("m { a = \"b\" , c = \"d\" } 2\n", "m{a=b,c=d} 2")]
    [InlineData("m{gpu=\"0\", UUID=\"GPU-1\",device=\"nvidia0\"} 3\n", "m{gpu=0,UUID=GPU-1,device=nvidia0} 3")]
    [InlineData("m{} 1e-3\n", "m{} 0.001")]
    [InlineData("m{a=\"\"} -1\n", "m{a=} -1")]
    [InlineData("m{a=\"q\\\"b\\\\s\\nn\\t\"} 1\n", "m{a=q\"b\\s\nn\\t} 1")]
    [InlineData("m{a=\"},{\"} 1\n", "m{a=},{} 1")]
    [InlineData("m{a=\"Größe\"} 1\n", "m{a=Größe} 1")]
    [InlineData("h_bucket{le=\"+Inf\"} 17\n", "h_bucket{le=+Inf} 17")]
    [InlineData("m NaN\n", "m{} NaN")]
    [InlineData("m +Inf\n", "m{} Infinity")]
    [InlineData("m -inf\n", "m{} -Infinity")]
    [InlineData("m 9223372036854775794\n", "m{} 9.223372036854776E+18")]
    [InlineData("m 0.1\nn 123456789012345678\n", "m{} 0.1\nn{} 1.2345678901234568E+17")]
    [InlineData("# a comment\n\n#\nup 1\n", "up{} 1")]
    [InlineData("vllm:num_requests_running{engine=\"0\"} 4.0\n", "vllm:num_requests_running{engine=0} 4")]
    [InlineData("{\"my.metric\",a=\"b\"} 1\n", "my.metric{a=b} 1")]
    [InlineData("{\"my.metric\"} 1\n", "my.metric{} 1")]
    [InlineData("m{\"my.label\"=\"b\"} 1\n", "m{my.label=b} 1")]
    [InlineData("c_total 17 1700000000.123 # {trace_id=\"KOO5S4vxi0o\"} 0.67 1700000000.5\n", "c_total{} 17 @1700000000.123 #{trace_id=KOO5S4vxi0o} 0.67 @1700000000.5")]
    [InlineData("h_bucket{le=\"1\"} 17 # {} 0.67\n", "h_bucket{le=1} 17 #{} 0.67")]
    public void A_sample_is_read(string text, string expected) => Read(text).ShouldBe(expected);

    [Fact]
    public void Metadata_is_read()
        => Read("# HELP m Free\\nmemory \\\\ (in MiB).\n# TYPE m gauge\n# UNIT m bytes\n#\tTYPE  n  counter\n# TYPE \"my.metric\" gauge\n# EOF\n")
            .ShouldBe("Help m Free\nmemory \\ (in MiB).\nType m gauge\nUnit m bytes\nType n counter\nType my.metric gauge\nEndOfFile");

    [Theory]
    [InlineData("up\n", "line 1: the value is missing.")]
    [InlineData("up 1\nup one\n", "line 2: 'one' is no number; it stands where the value should be.")]
    [InlineData("up 1 2 3\n", "line 1: '3' follows the timestamp.")]
    [InlineData("up 1 now\n", "line 1: 'now' is no number; it stands where the timestamp should be.")]
    [InlineData("7up 1\n", "line 1: '7up' is no metric name.")]
    [InlineData("m{\"n\"} 1\n", "line 1: a second name stands between the braces of 'm'.")]
    [InlineData("a-b 1\n", "line 1: 'a-b' is no metric name.")]
    [InlineData("{a=\"b\"} 1\n", "line 1: '' is no metric name.")]
    [InlineData("m{a=\"b\" 1\n", "line 1: a comma or a closing brace should stand here, before '1'.")]
    [InlineData("m{a=\"b 1\n", "line 1: the closing quote is missing, before '\"b 1'.")]
    [InlineData("m{a=\"b\\\n", "line 1: the closing quote is missing, before '\"b\\'.")]
    [InlineData("m{a=b} 1\n", "line 1: a label's value stands in quotes, before 'b} 1'.")]
    [InlineData("m{a} 1\n", "line 1: an equals sign should follow the label's name, before '} 1'.")]
    [InlineData("m{=\"b\"} 1\n", "line 1: a label's name should stand here, before '=\"b\"} 1'.")]
    [InlineData("m{1a=\"b\"} 1\n", "line 1: a label's name should stand here, before '1a=\"b\"} 1'.")]
    [InlineData("m{a=\"b\",", "line 1: the closing brace of the labels is missing, at the end of the line.")]
    [InlineData("m 1 # x\n", "line 1: an exemplar starts with its labels in braces.")]
    [InlineData("m 1 # {a=\"b\"}\n", "line 1: the exemplar's value is missing.")]
    [InlineData("m 1 # {a=\"b\"} 1 2 3\n", "line 1: '3' follows the exemplar.")]
    [InlineData("# TYPE\n", "line 1: TYPE without a name.")]
    [InlineData("# EOF\nm 1\n", "line 2: something follows '# EOF'.")]
    [InlineData("m 1e\n", "line 1: '1e' is no number; it stands where the value should be.")]
    [InlineData("m --1\n", "line 1: '--1' is no number; it stands where the value should be.")]
    [InlineData("m .\n", "line 1: '.' is no number; it stands where the value should be.")]
    [InlineData("<html>\n", "line 1: '<html>' is no metric name.")]
    public void What_is_not_in_the_format_is_refused_with_its_line(string text, string message)
        => Should.Throw<ExpositionException>(() => Read(text)).Message.ShouldBe(message);

    [Theory]
    [InlineData("0.3")]
    [InlineData("123456.789012345")]
    [InlineData("-99999999999999.9")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("4.9e-324")]
    [InlineData("999999999999999")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+7")]
    public void Numbers_are_the_nearest_doubles(string number)
        => Read($"m {number}\n").ShouldBe(FormattableString.Invariant($"m{{}} {double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)}"));

    [Fact]
    public void More_labels_than_usual_are_read()
        => Read($"m{{{string.Join(',', Enumerable.Range(0, 100).Select(label => $"l{label}=\"v\""))}}} 1\n").Split(',').Length.ShouldBe(100);

    [Fact]
    public void A_label_is_found_by_its_name()
    {
        var reader = new ExpositionReader("m{a=\"1\",ab=\"\\\\\"} 1\n"u8);
        reader.Read();

        reader.LabelValue("ab"u8).ShouldBe("\\");
        reader.LabelValue("b"u8).ShouldBeNull();
    }

    /// <summary>Everything that is in a text, a line each.</summary>
    private static string Read(string text)
    {
        var reader = new ExpositionReader(Encoding.UTF8.GetBytes(text));
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.Entry switch
            {
                ExpositionEntry.Sample => Sample(reader),
                ExpositionEntry.EndOfFile => "EndOfFile",
                _ => $"{reader.Entry} {Encoding.UTF8.GetString(reader.Name)} {reader.Text()}",
            });
        }

        return string.Join('\n', lines);
    }

    private static string Sample(ExpositionReader reader)
    {
        var labels = new List<string>();
        for (var index = 0; index < reader.LabelCount; index++)
        {
            labels.Add($"{Encoding.UTF8.GetString(reader.Label(index).Name)}={reader.Label(index).Value()}");
        }

        var exemplar = new List<string>();
        for (var index = 0; index < reader.ExemplarLabelCount; index++)
        {
            exemplar.Add($"{Encoding.UTF8.GetString(reader.ExemplarLabel(index).Name)}={reader.ExemplarLabel(index).Value()}");
        }

        var text = FormattableString.Invariant($"{Encoding.UTF8.GetString(reader.Name)}{{{string.Join(',', labels)}}} {reader.Value}");
        text += reader.Timestamp is { } time ? FormattableString.Invariant($" @{time}") : "";
        text += reader.ExemplarValue is { } value ? FormattableString.Invariant($" #{{{string.Join(',', exemplar)}}} {value}") : "";
        return text + (reader.ExemplarTimestamp is { } at ? FormattableString.Invariant($" @{at}") : "");
    }
}
