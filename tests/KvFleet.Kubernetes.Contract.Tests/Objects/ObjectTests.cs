using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Single objects: made, read, replaced, deleted.</summary>
public sealed class ObjectTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task An_object_lives_and_dies(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var created = await server.Client.CreateAsync(server.Widget("a", 3, "red"), Stop);
        created.Uid().ShouldNotBeEmpty();
        (created.Metadata.Generation, created.Metadata.CreationTimestamp is null).ShouldBe((1L, false));
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!.Spec.Color.ShouldBe("red");
        (await RefusedAsync(() => server.Client.CreateAsync(server.Widget("a"), Stop))).IsAlreadyExists.ShouldBeTrue();
        (await server.Client.DeleteAsync(created, cancellationToken: Stop)).ShouldBeTrue();
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop)).ShouldBeNull();
        (await server.Client.DeleteAsync(created, cancellationToken: Stop)).ShouldBeFalse();
    }

    [Theory, EveryServer]
    public async Task The_spec_moves_the_generation_and_status_and_labels_do_not(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var entity = await server.Client.CreateAsync(server.Widget("a"), Stop);
        entity.SetLabel("x", "y");
        entity = await server.Client.UpdateAsync(entity, Stop);
        entity.Metadata.Generation.ShouldBe(1);
        entity.Status.Observed = 4;
        entity.Spec.Size = 50;
        entity = await server.Client.UpdateStatusAsync(entity, Stop);
        (entity.Metadata.Generation, entity.Spec.Size, entity.Status.Observed).ShouldBe((1L, 1, 4));
        entity.Spec.Size = 2;
        entity.Status.Observed = 99;
        entity = await server.Client.UpdateAsync(entity, Stop);
        (entity.Metadata.Generation, entity.Spec.Size, entity.Status.Observed).ShouldBe((2L, 2, 4));
        (await server.Client.UpdateAsync(entity, Stop)).ResourceVersion().ShouldBe(entity.ResourceVersion());
    }

    [Theory, EveryServer]
    public async Task Status_is_no_part_of_what_is_created(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widget = server.Widget("a");
        widget.Status.Observed = 9;
        (await server.Client.CreateAsync(widget, Stop)).Status.Observed.ShouldBeNull();
    }

    [Theory, EveryServer]
    public async Task A_name_is_made_from_its_prefix(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var names = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var widget = server.Widget("unused");
            (widget.Metadata.Name, widget.Metadata.GenerateName) = (null, "w-");
            names.Add((await server.Client.CreateAsync(widget, Stop)).Name());
        }

        names.Count.ShouldBe(3);
        names.ShouldAllBe(n => n.StartsWith("w-", StringComparison.Ordinal) && n.Length == "w-".Length + 5);
    }

    [Theory, EveryServer]
    public async Task Saving_creates_and_then_replaces(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        (await server.Client.SaveAsync(server.Widget("a", 1), Stop)).Metadata.Generation.ShouldBe(1);
        (await server.Client.SaveAsync(server.Widget("a", 2), Stop)).Spec.Size.ShouldBe(2);
    }

    [Theory, EveryServer]
    public async Task What_is_owned_says_so_by_uid(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var owner = await server.Client.CreateAsync(server.Widget("owner"), Stop);
        var owned = server.Widget("owned");
        owned.AddOwnerReference(owner.MakeOwnerReference());
        (await server.Client.CreateAsync(owned, Stop)).Metadata.OwnerReferences.ShouldHaveSingleItem().Uid.ShouldBe(owner.Uid());
    }

    [Theory, EveryServer]
    public async Task Secrets_keep_their_bytes(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        byte[] bytes = [0, 1, 2, 255];
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "s", NamespaceProperty = server.Namespace },
            Data = new Dictionary<string, byte[]> { ["k"] = bytes },
        };
        (await server.Client.CreateAsync(secret, Stop)).Data!["k"].ShouldBe(bytes);
    }
}
