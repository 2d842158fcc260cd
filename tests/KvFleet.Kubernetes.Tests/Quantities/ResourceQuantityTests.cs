using System.Text.Json;

namespace KvFleet.Kubernetes.Tests.Quantities;

public sealed class ResourceQuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1024", 1024)]
    [InlineData("+7", 7)]
    [InlineData("-7", -7)]
    [InlineData("1Ki", 1024)]
    [InlineData("512Mi", 536870912)]
    [InlineData("2Ti", 2199023255552)]
    [InlineData("1.5Gi", 1610612736)]
    [InlineData("0.5Ki", 512)]
    [InlineData("1Pi", 1125899906842624)]
    [InlineData("1Ei", 1152921504606846976)]
    [InlineData("1k", 1000)]
    [InlineData("3M", 3000000)]
    [InlineData("3G", 3000000000)]
    [InlineData("1T", 1000000000000)]
    [InlineData("1P", 1000000000000000)]
    [InlineData("1E", 1000000000000000000)]
    [InlineData("1e3", 1000)]
    [InlineData("1E3", 1000)]
    [InlineData("1e+3", 1000)]
    [InlineData("12.5e1", 125)]
    [InlineData("5.", 5)]
    [InlineData(".5k", 500)]
    [InlineData("00012", 12)]
    public void Every_suffix_of_the_grammar_is_read(string text, long expected) =>
        ResourceQuantity.Parse(text).ToInt64().ShouldBe(expected);

    [Fact]
    public void Short_and_long_ways_to_write_a_number_are_the_same_number()
    {
        foreach (var suffix in (string[])["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e0", "e9", "e18", "e-9", "e-3"])
        {
            foreach (var number in (string[])["0", "7", "999", "65536", "999999999"])
                ResourceQuantity.Parse("-" + number + suffix).ShouldBe(ResourceQuantity.Parse($"-{number}.0{suffix}"), number + suffix);
        }
    }

    [Theory]
    [InlineData("500m", 1)]
    [InlineData("1500m", 2)]
    [InlineData("-1500m", -2)]
    [InlineData("1n", 1)]
    public void Whole_units_round_away_from_zero_as_the_server_does(string text, long expected) =>
        ResourceQuantity.Parse(text).ToInt64().ShouldBe(expected);

    [Theory]
    [InlineData("250m", 250)]
    [InlineData("2", 2000)]
    [InlineData("0.1", 100)]
    [InlineData("100u", 1)]
    public void Millis_are_exact_or_rounded_up(string text, long expected) => ResourceQuantity.Parse(text).ToMilli().ShouldBe(expected);

    [Theory]
    [InlineData("1024", "1024")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.5Ki", "512")]
    [InlineData("1536Ki", "1536Ki")]
    [InlineData("1000", "1k")]
    [InlineData("1500", "1500")]
    [InlineData("1.5", "1500m")]
    [InlineData("0.1", "100m")]
    [InlineData("100000000n", "100m")]
    [InlineData("1e3", "1e3")]
    [InlineData("1500e3", "1500e3")]
    [InlineData("1e-3", "1e-3")]
    [InlineData("1000e0", "1e3")]
    [InlineData("0Ki", "0")]
    [InlineData("-1Ki", "-1Ki")]
    [InlineData("0.0000000001", "1n")]
    [InlineData("1000E", "9223372036854775807")]
    [InlineData("99999999999999999999999999999999999999999999", "9223372036854775807")]
    [InlineData("-9999999Ei", "-9223372036854775807")]
    [InlineData("1e999999", "9223372036854775807")]
    [InlineData("1e-999999", "1e-9")]
    public void Printing_is_canonical(string text, string expected) =>
        ResourceQuantity.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1 Gi")]
    [InlineData("1K")]
    [InlineData("1ki")]
    [InlineData("1GB")]
    [InlineData("1Gib")]
    [InlineData("1g")]
    [InlineData("one")]
    [InlineData("Gi")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1,5Gi")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("1e 3")]
    [InlineData("1e99999999999")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Nonsense_is_refused_with_a_reason(string text)
    {
        ResourceQuantity.TryParse(text, out var value, out var error).ShouldBeFalse();
        value.ShouldBe(default);
        error.ShouldNotBeNullOrEmpty();
        Should.Throw<FormatException>(() => ResourceQuantity.Parse(text)).Message.ShouldBe(error);
    }

    [Fact]
    public void The_reason_names_the_suffix_and_the_right_ones()
    {
        ResourceQuantity.TryParse("2TB", out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().ShouldContain("'TB'");
        error.ShouldContain("Ti");
    }

    [Fact]
    public void A_very_long_text_is_refused_before_it_is_computed() =>
        ResourceQuantity.TryParse(new string('9', 100_000), out _, out _).ShouldBeFalse();

    [Fact]
    public void Null_is_refused() => ResourceQuantity.TryParse(null, out _).ShouldBeFalse();

    [Fact]
    public void Equality_is_of_value_not_of_spelling()
    {
        ResourceQuantity.Parse("1Gi").ShouldBe(ResourceQuantity.Parse("1024Mi"));
        ResourceQuantity.Parse("1Ki").ShouldBe(ResourceQuantity.Parse("1024"));
        ResourceQuantity.Parse("1Ki").GetHashCode().ShouldBe(ResourceQuantity.Parse("1024").GetHashCode());
        (ResourceQuantity.Parse("1k") < ResourceQuantity.Parse("1Ki")).ShouldBeTrue();
    }

    [Fact]
    public void Sums_are_exact_and_saturate()
    {
        (ResourceQuantity.Parse("0.1") + ResourceQuantity.Parse("0.2")).ShouldBe(ResourceQuantity.Parse("300m"));
        (ResourceQuantity.Parse("1Gi") - ResourceQuantity.Parse("1Mi")).ToString().ShouldBe("1023Mi");
        (ResourceQuantity.Parse("8E") + ResourceQuantity.Parse("8E")).ToInt64().ShouldBe(long.MaxValue);
        ResourceQuantity.Parse("9E").ToMilli().ShouldBe(long.MaxValue);
    }

    [Fact]
    public void Json_numbers_and_strings_are_read_and_strings_are_written()
    {
        JsonSerializer.Deserialize("\"2Ti\"", QuantityJsonContext.Default.ResourceQuantity).ToInt64().ShouldBe(2L << 40);
        JsonSerializer.Deserialize("1024", QuantityJsonContext.Default.ResourceQuantity).ToInt64().ShouldBe(1024);
        JsonSerializer.Deserialize("1.5", QuantityJsonContext.Default.ResourceQuantity).ToString().ShouldBe("1500m");
        JsonSerializer.Serialize(ResourceQuantity.FromBytes(1L << 30), QuantityJsonContext.Default.ResourceQuantity).ShouldBe("\"1Gi\"");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("\"2TB\"", QuantityJsonContext.Default.ResourceQuantity));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("true", QuantityJsonContext.Default.ResourceQuantity));
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("\"25%\"")]
    public void Int_or_string_keeps_its_type(string json) =>
        JsonSerializer.Serialize(
            JsonSerializer.Deserialize(json, QuantityJsonContext.Default.IntOrString), QuantityJsonContext.Default.IntOrString).ShouldBe(json);

    [Fact]
    public void Printing_and_reading_again_changes_nothing_for_any_value()
    {
        var random = new Random(1);
        foreach (var format in Enum.GetValues<QuantityFormat>())
        {
            for (var i = 0; i < 2000; i++)
            {
                var bits = random.Next(1, 63);
                var value = new ResourceQuantity(random.NextInt64(-(1L << bits), 1L << bits) << random.Next(0, 62 - bits + 1), format);
                var again = ResourceQuantity.Parse(value.ToString());
                again.ShouldBe(value);
                ResourceQuantity.Parse(again.ToString()).ToString().ShouldBe(again.ToString());
            }
        }
    }
}
