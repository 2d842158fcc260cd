using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using KvFleet.Holder.Extents;
using KvFleet.Native;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

public sealed class HolderTests
{
    [Fact]
    public async Task A_killed_holder_takes_its_memory_from_everyone()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        await holder.DisposeAsync();

        await Eventually.TrueAsync(() => engine.Ids.Count == 0, "revoked");
        var pool = await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Waiting && p.DrainingBytes == 0);
        (pool.ResidentBytes, pool.LockedBytes, pool.Holders[0].Reason).ShouldBe((0, 0, "HolderDisconnected"));
        await Eventually.TrueAsync(() => agent.Node.Extents.IsEmpty, "unlocked");
    }

    [Fact]
    public async Task Memory_of_a_dead_holder_that_a_mapper_keeps_is_reported_as_stuck()
    {
        await using var agent = Start(drainDeadline: TimeSpan.FromMilliseconds(100));
        agent.Want(Hold("h0"));
        var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("keeper", configure: e => e.NeverLetsGo = true);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        await holder.DisposeAsync();

        var pool = await agent.ReportAsync(p => p.StuckBytes > 0);
        (pool.StuckBytes, pool.DrainingBytes, pool.ResidentBytes, pool.Stuck.Single().PodName).ShouldBe((Size, Size, 0, "keeper"));
        await agent.KillAsync(engine);
        await agent.ReportAsync(p => p is { StuckBytes: 0, DrainingBytes: 0 });
    }

    [Fact]
    public async Task A_new_process_of_the_same_pod_holds_anew_beside_what_a_mapper_keeps_of_the_old()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var path = agent.Node.Publish("h0", VolumeRole.Holder);
        var old = new TestHolder(path);
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("keeper", configure: e => e.NeverLetsGo = true);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        await old.DisposeAsync();

        await using var restarted = new TestHolder(path);

        await Eventually.TrueAsync(() => engine.Ids.Count == 2, "new memory mapped");
        engine.Layout.Values.Select(e => e.Offset).Order().ShouldBe([0, Size]);
        engine.Ids[1].ShouldStartWith("uid-h0-0~");
    }

    [Theory]
    [InlineData(Seals.None, Size, "UnsealedExtent")]
    [InlineData(Seals.Shrink | Seals.Grow, Size, "UnsealedExtent")]
    [InlineData(Seals.Extent | Seals.Write, Size, "WriteSealedExtent")]
    [InlineData(Seals.Extent, Size / 2, "ShortExtent")]
    [InlineData(Seals.Extent, Size * 2, "LongExtent")]
    public async Task A_holder_that_passes_a_bad_file_is_refused_and_the_pool_says_why(Seals seals, long bytes, string reason)
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = await FakeHolder.ConnectAsync(agent, "h0");

        await holder.AnswerAllocateAsync(_ => FakeHolder.Create(bytes, seals));

        (await holder.RefusalAsync()).Reason.ShouldBe(reason);
        var pool = await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Failed);
        (pool.Phase, pool.Reason, pool.ResidentBytes, pool.Holders[0].Reason).ShouldBe((PoolPhase.Degraded, reason, 0, reason));
        pool.Message.ShouldNotBeNull().ShouldContain("Delete the holder's pod");
        agent.Node.Extents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_holder_that_passes_a_file_on_disk_is_refused()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = await FakeHolder.ConnectAsync(agent, "h0");

        await holder.AnswerAllocateAsync(_ => FakeHolder.Disk());

        (await holder.RefusalAsync()).Reason.ShouldBe("NotAMemoryFile");
    }

    [Fact]
    public async Task The_same_memory_cannot_count_for_two_holders()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"), Hold("h1"));
        await using var honest = agent.AddHolder("h0");
        await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Ready);
        await using var thief = await FakeHolder.ConnectAsync(agent, "h1");

        var stolen = honest.Files.Single();
        await thief.AnswerAllocateAsync(_ => FakeHolder.Copy(stolen));

        var refusal = await thief.RefusalAsync();
        (refusal.Reason, refusal.Message.Contains("uid-h0-0", StringComparison.Ordinal)).ShouldBe(("DuplicateExtent", true));
        (await agent.ReportAsync(p => p.Holders[1].State == HolderPhase.Failed)).ResidentBytes.ShouldBe(Size);
    }

    [Fact]
    public async Task A_holder_that_passes_what_nobody_asked_for_is_refused()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = await FakeHolder.ConnectAsync(agent, "h0");

        await holder.AnswerAllocateAsync(_ => FakeHolder.Create(Size, Seals.Extent), id: "something-else");

        (await holder.RefusalAsync()).Reason.ShouldBe("UnexpectedExtent");
    }

    [Fact]
    public async Task A_holder_that_claims_to_have_populated_is_measured()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = await FakeHolder.ConnectAsync(agent, "h0");
        await holder.AnswerAllocateAsync(_ => FakeHolder.Create(Size, Seals.Extent));

        await holder.ExpectAsync<Populate>();
        await holder.SayAsync(new Populated(["uid-h0-0"]));

        await holder.ExpectAsync<Release>();
        var pool = await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Failed);
        (pool.Reason, pool.ResidentBytes).ShouldBe(("PopulationFailed", 0));
    }

    [Fact]
    public async Task A_population_that_fails_is_undone_and_tried_again()
    {
        await using var agent = Start();
        agent.Want(Hold("h0", 2 * Size));
        var memory = new FailingMemory { Failures = 1 };
        await using var holder = new TestHolder(agent.Node.Publish("h0", VolumeRole.Holder), memory);

        var pool = await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Failed);

        pool.Reason.ShouldBe("PopulationFailed");
        pool.Message.ShouldNotBeNull().ShouldContain("ENOMEM");
        await Eventually.TrueAsync(() => holder.HeldBytes == 0, "undone");
        (await agent.ReadyAsync()).ResidentBytes.ShouldBe(2 * Size);
    }

    [Fact]
    public async Task A_pod_that_nobody_assigned_is_no_holder()
    {
        var time = new KvFleet.Testing.FakeTimeProvider();
        await using var agent = Start(time: time);
        agent.Want(Hold("h0"));
        await using var impostor = await FakeHolder.ConnectAsync(agent, "impostor", welcome: false);

        // It may be early: it is refused only after a while.
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return impostor.Received.OfType<Refused>().Any();
            },
            "refused");

        (await impostor.RefusalAsync()).Reason.ShouldBe("HolderNotAssigned");
    }

    [Fact]
    public async Task A_holder_that_is_earlier_than_its_assignment_waits_for_it()
    {
        await using var agent = Start();
        await using var holder = agent.AddHolder("h0");
        await agent.VolumeServedAsync("h0");

        agent.Want(Hold("h0"));

        await agent.ReadyAsync();
    }

    [Fact]
    public async Task A_pod_of_the_right_name_and_another_uid_is_not_the_holder()
    {
        var time = new KvFleet.Testing.FakeTimeProvider();
        await using var agent = Start(time: time);
        agent.Want(new DesiredHolder("h0", "uid-of-the-new-pod", Size, Store.Extents.Holders.HolderGoal.Hold));
        await using var old = await FakeHolder.ConnectAsync(agent, "h0", welcome: false);

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return old.Received.OfType<Refused>().Any();
            },
            "refused");
    }

    [Theory]
    [InlineData(true, "NumaPolicyRefused", "mbind")]
    [InlineData(false, "LockRefused", "mlock")]
    public async Task A_refused_policy_or_lock_is_a_reason_with_a_remedy_and_heals(bool prepare, string reason, string call)
    {
        await using var agent = Start();
        agent.Node.Refuse = request => (prepare ? request is Prepare : request is LockExtent) ? new NodeError(request.Id, Errno.EPERM, call, $"{call} failed: EPERM") : null;
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");

        var pool = await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Failed);

        (pool.Phase, pool.Reason, pool.LockedBytes).ShouldBe((PoolPhase.Degraded, reason, 0));
        pool.Message.ShouldNotBeNull().ShouldContain($"{call} failed: EPERM");
        pool.Message.ShouldContain("privileged");
        pool.ResidentBytes.ShouldBe(prepare ? 0 : Size);
        agent.Node.Refuse = static _ => null;
        await agent.ReadyAsync();
    }

    private sealed class FailingMemory : IExtentMemory
    {
        private readonly ExtentMemory _real = new(null);

        public int Failures;

        public void CheckRoom(long heldBytes, long askedBytes) => _real.CheckRoom(heldBytes, askedBytes);

        public Extent Allocate(ExtentRequest request) => _real.Allocate(request);

        public void Populate(Extent extent, long offset, long bytes, Func<long, bool> progress)
        {
            _real.Populate(extent, offset, bytes, progress);
            if (Interlocked.Decrement(ref Failures) >= 0)
                throw new NativeException("madvise", Errno.ENOMEM, "made up");
        }
    }
}
