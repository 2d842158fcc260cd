using KvFleet.Native;
using KvFleet.Protocol.Volume;
using KvFleet.Testing;

namespace KvFleet.Holder.Tests;

/// <summary>The real program against a scripted agent.</summary>
public sealed class HolderProcessTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task Extents_are_sealed_populated_and_handed_over()
    {
        using var holder = new HolderProcess();
        using var agent = await holder.AcceptAsync();
        (await agent.WelcomeAsync()).ShouldBeEmpty();

        var files = await agent.AllocateAsync(new ExtentRequest("uid-0", 300 * MiB, 0), new ExtentRequest("uid-1", 4096, 0));
        using var first = files[0];
        using var second = files[1];
        (first.GetSeals() & Seals.Extent).ShouldBe(Seals.Extent);
        (first.GetSeals() & (Seals.Write | Seals.FutureWrite)).ShouldBe(Seals.None);
        first.GetFacts().SizeBytes.ShouldBe(300 * MiB);
        first.GetFacts().ResidentBytes.ShouldBe(0);

        await agent.SendAsync(new Populate(["uid-0", "uid-1"], 2));
        (await agent.ReceiveAsync<Populated>()).Ids.ShouldBe(["uid-0", "uid-1"], ignoreOrder: true);
        first.GetFacts().ResidentBytes.ShouldBe(300 * MiB);
        second.GetFacts().ResidentBytes.ShouldBe(4096);
    }

    [Fact]
    public async Task An_agent_that_comes_back_finds_the_same_bytes()
    {
        using var holder = new HolderProcess();
        ulong inode;
        using (var agent = await holder.AcceptAsync())
        {
            await agent.WelcomeAsync();
            using var file = (await agent.AllocateAsync(new ExtentRequest("uid-0", 8 * MiB, 0)))[0];
            await agent.SendAsync(new Populate(["uid-0"], 1));
            await agent.ReceiveAsync<Populated>();
            inode = file.GetFacts().Inode;
            using var mapping = SharedMapping.Map(file, 0, 8 * MiB);
            "still here"u8.CopyTo(mapping.GetSpan(4 * MiB, 10));
        }

        holder.RestartListener();
        using var next = await holder.AcceptAsync();
        var (extent, again) = (await next.WelcomeAsync()).ShouldHaveSingleItem();
        extent.ShouldBe(new HeldExtent("uid-0", 8 * MiB, 0, null, 8 * MiB));
        again.GetFacts().Inode.ShouldBe(inode);
        using (again)
        using (var mapping = SharedMapping.Map(again, 0, 8 * MiB))
            mapping.GetSpan(4 * MiB, 10).SequenceEqual("still here"u8).ShouldBeTrue();

        await next.SendAsync(new Release(["uid-0", "never-heard-of"]));
        (await next.ReceiveAsync<Released>()).Ids.ShouldBe(["uid-0", "never-heard-of"]);
        holder.OpenExtents.ShouldBe(0);
    }

    [Fact]
    public async Task More_extents_than_one_packet_can_carry_are_told_in_several()
    {
        using var holder = new HolderProcess();
        using (var agent = await holder.AcceptAsync())
        {
            await agent.WelcomeAsync();
            for (var batch = 0; batch < 3; batch++)
            {
                foreach (var file in await agent.AllocateAsync([.. Enumerable.Range(batch * 50, 50).Select(number => new ExtentRequest($"uid-{number}", 4096, 0))]))
                    file.Dispose();
            }
        }

        using var next = await holder.AcceptAsync();
        var held = await next.WelcomeAsync();
        held.Select(entry => entry.Extent.Id).ShouldBe(Enumerable.Range(0, 150).Select(number => $"uid-{number}"));
        held.ForEach(entry => entry.File.Dispose());
    }

    [Fact]
    public async Task A_refused_holder_tries_again_and_says_why()
    {
        using var holder = new HolderProcess();
        using (var agent = await holder.AcceptAsync())
        {
            await agent.ReceiveAsync<Hello>();
            await agent.SendAsync(new Refused(RefusalReasons.NotAssigned, "no assignment names this pod"));
        }

        using var next = await holder.AcceptAsync();
        (await next.WelcomeAsync()).ShouldBeEmpty();
        holder.Log.ShouldContain("no assignment names this pod");
    }

    [Fact]
    public async Task An_agent_that_breaks_the_protocol_costs_no_memory()
    {
        using var holder = new HolderProcess();
        using (var agent = await holder.AcceptAsync())
        {
            await agent.WelcomeAsync();
            (await agent.AllocateAsync(new ExtentRequest("uid-0", MiB, 0)))[0].Dispose();
            await agent.SendAsync(new Map());
            (await agent.Socket.ReceiveAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        }

        using var next = await holder.AcceptAsync();
        var held = await next.WelcomeAsync();
        held.ShouldHaveSingleItem().Extent.Id.ShouldBe("uid-0");
        held[0].File.Dispose();
        holder.Log.ShouldContain("not for a holder");
    }

    [Fact]
    public async Task Sigterm_ends_it_with_code_0_even_while_it_populates()
    {
        using var holder = new HolderProcess();
        using var agent = await holder.AcceptAsync();
        await agent.WelcomeAsync();
        (await agent.AllocateAsync(new ExtentRequest("uid-0", 512 * MiB, 0)))[0].Dispose();
        await agent.SendAsync(new Populate(["uid-0"], 2));
        holder.Terminate();
        (await holder.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_would_exceed_its_cgroup_is_refused_with_numbers_instead_of_being_killed_for()
    {
        if (!TemporaryCgroup.TryCreate(200 * MiB, out var group, out var reason))
            Assert.Skip(reason);
        using (group)
        {
            using var holder = new HolderProcess(group);
            using var agent = await holder.AcceptAsync();
            await agent.WelcomeAsync();
            await agent.SendAsync(new Allocate([new ExtentRequest("uid-0", 64 * MiB, 0), new ExtentRequest("uid-1", 150 * MiB, 0)]));
            var failed = await agent.ReceiveAsync<Failed>();
            failed.Operation.ShouldBe(HolderOperation.Allocate);
            failed.Errno.ShouldBe(Errno.ENOMEM);
            failed.Ids.ShouldBe(["uid-0", "uid-1"]);
            failed.Message.ShouldContain($"{200 * MiB}");
            holder.OpenExtents.ShouldBe(0);

            using var file = (await agent.AllocateAsync(new ExtentRequest("uid-2", 128 * MiB, 0)))[0];
            await agent.SendAsync(new Populate(["uid-2"], 2));
            await agent.ReceiveAsync<Populated>();
            file.GetFacts().ResidentBytes.ShouldBe(128 * MiB);
            group.SharedBytes.ShouldBeGreaterThanOrEqualTo(128 * MiB);
        }
    }

    [Fact]
    public async Task A_killed_holder_gives_all_its_memory_back()
    {
        if (!TemporaryCgroup.TryCreate(null, out var group, out var reason))
            Assert.Skip(reason);
        using (group)
        {
            using var holder = new HolderProcess(group);
            using (var agent = await holder.AcceptAsync())
            {
                await agent.WelcomeAsync();
                (await agent.AllocateAsync(new ExtentRequest("uid-0", 256 * MiB, 0)))[0].Dispose();
                await agent.SendAsync(new Populate(["uid-0"], 2));
                await agent.ReceiveAsync<Populated>();
                group.SharedBytes.ShouldBeGreaterThanOrEqualTo(256 * MiB);
                holder.Kill();
                (await agent.Socket.ReceiveAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
            }

            await holder.WaitForExitAsync();
            group.SharedBytes.ShouldBe(0);
            group.UsageBytes.ShouldBeLessThan(64 * MiB);
        }
    }
}
