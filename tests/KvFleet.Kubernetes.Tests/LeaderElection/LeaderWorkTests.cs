using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.LeaderElection;

/// <summary>What is done because this process leads ends with the leadership, at once.</summary>
public sealed class LeaderWorkTests
{
    [Fact]
    public async Task A_former_leader_reads_but_does_not_write()
    {
        await using var cluster = await TestCluster.StartAsync();
        var leadership = new Leader { IsLeader = true };
        var client = cluster.Client;
        Task work;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (LeaderWork.Enter(leadership))
            work = Task.Run(() => WriteAsync(go.Task));

        await cluster.Client.CreateAsync(TestCluster.Sample("other"), TestCluster.Stop);
        leadership.IsLeader = false;
        go.SetResult();
        await Should.ThrowAsync<OperationCanceledException>(() => work);
        cluster.Server.Find("kvfleet.test", "samples", "ns", "second").ShouldBeNull();
        // Work that everybody does goes on.
        await cluster.Client.CreateAsync(TestCluster.Sample("third"), TestCluster.Stop);

        async Task WriteAsync(Task until)
        {
            await client.CreateAsync(TestCluster.Sample("first"), TestCluster.Stop);
            await until;
            (await client.GetAsync<SampleEntity>("first", "ns", TestCluster.Stop)).ShouldNotBeNull();
            await client.CreateAsync(TestCluster.Sample("second"), TestCluster.Stop);
        }
    }

    private sealed class Leader : ILeadership
    {
        public bool IsLeader { get; set; }

        public string CurrentLeader => "somebody";
    }
}
