using KvFleet.Model.Accelerators;
using KvFleet.Operator.Exporters;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Exporters;

/// <summary>What is kept of exporters' words, and for how long.</summary>
public sealed class ExporterBookTests
{
    private readonly FakeTimeProvider _time = new();

    private static AcceleratorReading Reading(double? total = null, params string[] faults) => new() { Vendor = AcceleratorVendor.Intel, Id = "x", LinkBytesTotal = total, Faults = faults };

    [Fact]
    public void Two_readings_of_a_counter_are_a_rate_and_a_counter_that_begins_anew_is_none()
    {
        var book = new ExporterBook(_time, TimeSpan.FromMinutes(1));
        book.Accept("a", [Reading(1000)]);
        book.Of("a").Single().LinkBytesPerSecond.ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(10));
        book.Accept("a", [Reading(6000)]);
        book.Of("a").Single().LinkBytesPerSecond.ShouldBe(500);
        _time.Advance(TimeSpan.FromSeconds(10));
        book.Accept("a", [Reading(100)]);
        book.Of("a").Single().LinkBytesPerSecond.ShouldBeNull();
    }

    [Fact]
    public void News_are_told_and_old_ones_forgotten()
    {
        var book = new ExporterBook(_time, TimeSpan.FromMinutes(1));

        book.Accept("a", [Reading()]).ShouldBeFalse();
        book.Accept("a", [Reading(null, "broken")]).ShouldBeTrue();
        book.Accept("a", [Reading(null, "broken")]).ShouldBeFalse();
        book.Faults("a").ShouldBe(["x: broken"]);
        _time.Advance(TimeSpan.FromSeconds(59));
        book.Expire().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));
        book.Faults("a").ShouldBeEmpty();
        book.Expire().ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("app=a@9400; b in (c,d)@5000", 2, null)]
    [InlineData("", 0, null)]
    [InlineData("app=a", 0, "'app=a' is no exporter")]
    [InlineData("app=a@0", 0, "'app=a@0' is no exporter")]
    [InlineData("app=a@70000", 0, "'app=a@70000' is no exporter")]
    public void Exporters_are_named_by_labels_and_port(string text, int count, string? problem)
    {
        ExporterSelector.Parse(text, out var found).Count.ShouldBe(count);
        if (problem is null)
            found.ShouldBeNull();
        else
            found.ShouldNotBeNull().ShouldStartWith(problem);
    }
}
