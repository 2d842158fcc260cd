using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Tests;

/// <summary>What a holder does when memory or the agent fails it in the middle of something.</summary>
public sealed class HolderSessionTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task A_failed_population_is_undone_and_what_was_complete_stays()
    {
        await using var holder = await SessionFixture.StartAsync();
        holder.Memory.PopulationLimits["uid-1"] = 64 * MiB;
        var files = await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0), new ExtentRequest("uid-1", 100 * MiB, 0));
        files.ForEach(file => file.Dispose());

        await holder.Agent.SendAsync(new Populate(["uid-0", "uid-1"], 1));
        (await holder.Agent.ReceiveAsync<Populated>()).Ids.ShouldBe(["uid-0"]);
        var failed = await holder.Agent.ReceiveAsync<Failed>();
        failed.Operation.ShouldBe(HolderOperation.Populate);
        failed.Ids.ShouldBe(["uid-1"]);
        failed.Errno.ShouldBe(Errno.ENOMEM);
        failed.Message.ShouldContain("lower the pool's capacity");
        holder.Memory.Files.Select(file => file.IsClosed).ShouldBe([false, true]);
        holder.Extents.TotalBytes.ShouldBe(MiB);
    }

    [Fact]
    public async Task A_failed_allocation_leaves_nothing_of_its_request()
    {
        await using var holder = await SessionFixture.StartAsync();
        holder.Memory.Unallocatable.Add("uid-2");
        await holder.Agent.SendAsync(new Allocate([new ExtentRequest("uid-0", MiB, 0), new ExtentRequest("uid-1", MiB, 0), new ExtentRequest("uid-2", MiB, 0)]));
        var failed = await holder.Agent.ReceiveAsync<Failed>();
        failed.Ids.ShouldBe(["uid-0", "uid-1", "uid-2"]);
        failed.Errno.ShouldBe(Errno.EMFILE);
        holder.Memory.Files.ShouldAllBe(file => file.IsClosed);
        holder.Extents.TotalBytes.ShouldBe(0);
    }

    [Fact]
    public async Task No_room_is_said_before_anything_is_made()
    {
        await using var holder = await SessionFixture.StartAsync();
        holder.Memory.RoomFailure = new NativeException("allocate", Errno.ENOMEM, "numbers");
        await holder.Agent.SendAsync(new Allocate([new ExtentRequest("uid-0", MiB, 0)]));
        (await holder.Agent.ReceiveAsync<Failed>()).Message.ShouldContain("numbers");
        holder.Memory.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Asked_twice_for_an_extent_it_gives_the_one_it_has()
    {
        await using var holder = await SessionFixture.StartAsync();
        using var first = (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0];
        var both = await holder.Agent.AllocateAsync(new ExtentRequest("uid-1", MiB, 0), new ExtentRequest("uid-0", MiB, 0));
        both[1].GetFacts().Inode.ShouldBe(first.GetFacts().Inode);
        both.ForEach(file => file.Dispose());
        holder.Memory.Files.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_id_with_another_size_is_refused_and_the_extent_stays()
    {
        await using var holder = await SessionFixture.StartAsync();
        (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0].Dispose();
        await holder.Agent.SendAsync(new Allocate([new ExtentRequest("uid-0", 2 * MiB, 0), new ExtentRequest("uid-1", MiB, 0)]));
        var failed = await holder.Agent.ReceiveAsync<Failed>();
        failed.Errno.ShouldBe(Errno.EEXIST);
        failed.Ids.ShouldBe(["uid-1"], "uid-0 is not gone");
        holder.Extents.TotalBytes.ShouldBe(MiB);
    }

    [Fact]
    public async Task Populating_what_it_does_not_have_is_an_error_for_that_alone()
    {
        await using var holder = await SessionFixture.StartAsync();
        (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0].Dispose();
        await holder.Agent.SendAsync(new Populate(["ghost", "uid-0"], 4));
        var failed = await holder.Agent.ReceiveAsync<Failed>();
        failed.Ids.ShouldBe(["ghost"]);
        failed.Errno.ShouldBe(Errno.ENOENT);
        (await holder.Agent.ReceiveAsync<Populated>()).Ids.ShouldBe(["uid-0"]);
    }

    [Fact]
    public async Task Releasing_an_extent_that_is_being_populated_stops_that()
    {
        await using var holder = await SessionFixture.StartAsync();
        holder.Memory.IsEndless = true;
        (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0].Dispose();
        await holder.Agent.SendAsync(new Populate(["uid-0"], 1));
        await holder.Memory.Started.Task;
        await holder.Agent.SendAsync(new Release(["uid-0"]));
        (await holder.Agent.ReceiveAsync<Released>()).Ids.ShouldBe(["uid-0"]);

        // The queue is free again: the next population ends.
        holder.Memory.IsEndless = false;
        (await holder.Agent.AllocateAsync(new ExtentRequest("uid-1", MiB, 0)))[0].Dispose();
        await holder.Agent.SendAsync(new Populate(["uid-1"], 1));
        (await holder.Agent.ReceiveAsync<Populated>()).Ids.ShouldBe(["uid-1"]);
        holder.Memory.Files[0].IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_end_of_the_agent_stops_populating_and_keeps_the_extent()
    {
        await using var holder = await SessionFixture.StartAsync();
        holder.Memory.IsEndless = true;
        (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0].Dispose();
        await holder.Agent.SendAsync(new Populate(["uid-0"], 2));
        await holder.Memory.Started.Task;
        await holder.EndAsync();
        holder.Extents.Snapshot().ShouldHaveSingleItem().IsPopulated.ShouldBeFalse();
        holder.Memory.Files[0].IsClosed.ShouldBeFalse();
    }

    [Fact]
    public async Task Populations_asked_for_one_after_the_other_are_all_done()
    {
        await using var holder = await SessionFixture.StartAsync();
        var requests = Enumerable.Range(0, 20).Select(number => new ExtentRequest($"uid-{number}", MiB, 0)).ToArray();
        (await holder.Agent.AllocateAsync(requests)).ForEach(file => file.Dispose());
        foreach (var request in requests)
            await holder.Agent.SendAsync(new Populate([request.Id], 2));
        foreach (var request in requests)
            (await holder.Agent.ReceiveAsync<Populated>()).Ids.ShouldBe([request.Id]);
        holder.Memory.Files.ShouldAllBe(file => file.GetFacts().ResidentBytes == MiB);
    }

    [Fact]
    public async Task A_hole_that_a_mapper_punched_is_filled_by_populating_again()
    {
        await using var holder = await SessionFixture.StartAsync();
        using var file = (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0];
        await holder.Agent.SendAsync(new Populate(["uid-0"], 1));
        await holder.Agent.ReceiveAsync<Populated>();
        file.PunchHole(0, MiB / 2);
        await holder.Agent.SendAsync(new Populate(["uid-0"], 1));
        await holder.Agent.ReceiveAsync<Populated>();
        file.GetFacts().ResidentBytes.ShouldBe(MiB);
    }

    [Fact]
    public async Task Progress_is_told_while_it_lasts()
    {
        await using var holder = await SessionFixture.StartAsync();
        holder.Memory.IsEndless = true;
        (await holder.Agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0].Dispose();
        await holder.Agent.SendAsync(new Populate(["uid-0"], 1));
        await holder.Memory.Started.Task;
        holder.Extents.TryGet("uid-0", out var extent).ShouldBeTrue();
        extent!.CountPopulated(4096);
        await holder.Time.WaitForTimersAsync(1, TestContext.Current.CancellationToken);
        holder.Time.Advance(TimeSpan.FromSeconds(1));
        (await holder.Agent.ReceiveAsync<Progress>()).ShouldBe(new Progress("uid-0", 4096));
    }
}
