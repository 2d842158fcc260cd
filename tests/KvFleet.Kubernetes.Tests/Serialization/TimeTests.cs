using System.Text.Json;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Serialization;

/// <summary>Times as servers write and take them.</summary>
public sealed class TimeTests
{
    private static readonly DateTimeOffset Second = new(2026, 11, 21, 1, 2, 3, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-21T01:02:03Z", 0)]
    [InlineData("2026-11-21T01:02:03.000000Z", 0)]
    [InlineData("2026-11-21T01:02:03.5Z", 5_000_000)]
    [InlineData("2026-11-21T01:02:03.123456Z", 1_234_560)]
    [InlineData("2026-11-21T01:02:03.1234567Z", 1_234_567)]
    [InlineData("2026-11-21T01:02:03.123456000Z", 1_234_560)]
    [InlineData("2026-11-21T03:02:03.5+02:00", 5_000_000)]
    [InlineData("2026-11-21T01:02:03", 0)]
    public void Any_number_of_digits_is_read_and_nothing_is_taken_for_local_time(string text, long ticks)
    {
        var lease = JsonSerializer.Deserialize($$"""{"spec":{"renewTime":"{{text}}"} }""", KubernetesJsonContext.Default.V1Lease)!;
        lease.Spec!.RenewTime.ShouldBe(Second.AddTicks(ticks));
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("\"\"")]
    [InlineData("\"Z\"")]
    [InlineData("\"2026-13-21T01:02:03Z\"")]
    public void What_is_no_time_is_refused_by_its_place(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize($$"""{"spec":{"renewTime":{{json}} } }""", KubernetesJsonContext.Default.V1Lease)).Path.ShouldBe("$.spec.renewTime");

    [Theory]
    [InlineData(0, "000000")]
    [InlineData(1, "000000")]
    [InlineData(10, "000001")]
    [InlineData(9_999_999, "999999")]
    public void Micro_times_have_exactly_six_digits_because_servers_refuse_any_other_number(long ticks, string digits) =>
        JsonSerializer.Serialize(new V1Lease { Spec = new V1LeaseSpec { RenewTime = Second.AddTicks(ticks).ToOffset(TimeSpan.FromHours(2)) } }, KubernetesJsonContext.Default.V1Lease)
            .ShouldContain($"\"renewTime\":\"2026-11-21T01:02:03.{digits}Z\"");

    [Fact]
    public void Other_times_have_whole_seconds_so_that_what_is_applied_equals_what_is_read_back() =>
        JsonSerializer.Serialize(new V1Pod { Metadata = new V1ObjectMeta { CreationTimestamp = Second.AddTicks(5_000_000) } }, KubernetesJsonContext.Default.V1Pod)
            .ShouldContain("\"creationTimestamp\":\"2026-11-21T01:02:03Z\"");
}
