using KvFleet.Kubernetes.Queues;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Queues;

public sealed class WorkQueueMetricsTests
{
    private const string Labels = "{name=pools,controller=pools}";

    [Fact]
    public async Task A_queue_reports_under_the_names_that_dashboards_know()
    {
        var token = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider();
        using var metering = new Metering();
        using var queue = new WorkQueue<string>("pools", time, metrics: new WorkQueueMetrics(metering.Factory));
        metering["workqueue_adds_total" + Labels].ShouldBe(0);
        metering["workqueue_retries_total" + Labels].ShouldBe(0);

        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        metering["workqueue_adds_total" + Labels].ShouldBe(2);
        metering["workqueue_depth" + Labels].ShouldBe(2);

        await queue.TakeAsync(token);
        time.Advance(TimeSpan.FromSeconds(3));
        await queue.TakeAsync(token);
        time.Advance(TimeSpan.FromSeconds(2));
        metering["workqueue_depth" + Labels].ShouldBe(0);
        metering["workqueue_unfinished_work_seconds" + Labels].ShouldBe(7);
        metering["workqueue_longest_running_processor_seconds" + Labels].ShouldBe(5);
        metering["workqueue_queue_duration_seconds" + Labels].ShouldBe(2);

        queue.AddRateLimited("a");
        queue.Done("a");
        queue.Done("b");
        metering["workqueue_retries_total" + Labels].ShouldBe(1);
        metering["workqueue_work_duration_seconds" + Labels].ShouldBe(2);
        metering["workqueue_unfinished_work_seconds" + Labels].ShouldBe(0);
    }
}
