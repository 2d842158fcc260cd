using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Model;

/// <summary>Does one random operation after the other and keeps a model of what the server should hold.</summary>
internal sealed class ModelWriter(ContractServer server, Random random, CancellationToken stop)
{
    public const string Label = "in";

    private const string Finalizer = "kvfleet.test/model";
    private readonly SortedDictionary<string, ModelObject> _model = new(StringComparer.Ordinal);
    private readonly Queue<string> _log = new();

    /// <summary>What the server should hold.</summary>
    public IReadOnlyDictionary<string, ModelObject> Model => _model;

    /// <summary>The last operations, for messages.</summary>
    public string Log => string.Join('\n', _log);

    public async Task StepAsync(int number)
    {
        var name = $"w{random.Next(24)}";
        var (what, work) = Choose(random.Next(100), name);
        _log.Enqueue($"{number}: {what} {name}");
        if (_log.Count > 60)
            _log.Dequeue();
        var exists = _model.ContainsKey(name);
        try
        {
            await work(name);
            (exists || what == "create" || what == "apply" || what == "delete").ShouldBeTrue($"{what} of {name}, which should not be there, succeeded");
        }
        catch (KubernetesApiException e) when (exists ? what == "create" && e.IsAlreadyExists : e.IsNotFound)
        {
            // As the model says.
        }
    }

    private (string What, Func<string, Task> Work) Choose(int dice, string name) => dice switch
    {
        < 20 => ("create", CreateAsync),
        < 35 => ("update", UpdateAsync),
        < 45 => ("merge", MergeAsync),
        < 55 => ("apply", ApplyAsync),
        < 63 => ("status", StatusAsync),
        < 71 => ("label", LabelAsync),
        < 76 => ("hold", HoldAsync),
        < 86 when _model.TryGetValue(name, out var held) && held.Finalizers.Length > 0 => ("let go", LetGoAsync),
        _ => ("delete", DeleteAsync),
    };

    private async Task CreateAsync(string name)
    {
        var widget = server.Widget(name, random.Next(1000));
        if (random.Next(2) == 0)
            widget.SetLabel(Label, "yes");
        if (random.Next(4) == 0)
            widget.AddFinalizer(Finalizer);
        Stored(await server.Client.CreateAsync(widget, stop));
    }

    private async Task UpdateAsync(string name)
    {
        var widget = await server.Client.GetAsync<Widget>(name, server.Namespace, stop);
        if (widget is null)
        {
            _model.ShouldNotContainKey(name);
            await server.Client.UpdateStatusAsync(server.Widget(name), stop);
            return;
        }

        widget.Spec.Size = random.Next(1000);
        Stored(await server.Client.UpdateAsync(widget, stop), m => m with { Size = widget.Spec.Size.Value });
    }

    private async Task MergeAsync(string name)
    {
        var size = random.Next(1000);
        Stored(await PatchAsync(name, new JsonObject { ["spec"] = new JsonObject { ["size"] = size } }), m => m with { Size = size });
    }

    private async Task ApplyAsync(string name)
    {
        var size = random.Next(1000);
        var stored = await server.Client.ApplyAsync(server.Widget(name, size), "model", cancellationToken: stop);
        Stored(stored, m => m with { Size = size });
    }

    private async Task StatusAsync(string name)
    {
        var observed = random.Next(1000);
        var stored = await PatchAsync(name, new JsonObject { ["status"] = new JsonObject { ["observed"] = observed } }, "status");
        Stored(stored, m => m with { Observed = observed });
    }

    private async Task LabelAsync(string name)
    {
        var value = random.Next(2) == 0 ? "yes" : null;
        var stored = await PatchAsync(name, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [Label] = value } } });
        Stored(stored, m => m with { In = value });
    }

    private async Task HoldAsync(string name)
    {
        // What is being deleted takes no finalizers.
        if (_model.TryGetValue(name, out var known) && known.IsDeleting)
            return;
        Stored(await PatchAsync(name, Finalizers(Finalizer)), m => m with { Finalizers = Finalizer });
    }

    private async Task LetGoAsync(string name)
    {
        await PatchAsync(name, Finalizers());
        if (_model[name].IsDeleting)
            _model.Remove(name);
        else
            _model[name] = _model[name] with { Finalizers = string.Empty };
    }

    private async Task DeleteAsync(string name)
    {
        (await server.Client.DeleteAsync<Widget>(name, server.Namespace, cancellationToken: stop)).ShouldBe(_model.ContainsKey(name), $"deleting {name}");
        if (_model.TryGetValue(name, out var known) && known.Finalizers.Length > 0)
            _model[name] = known with { IsDeleting = true };
        else
            _model.Remove(name);
    }

    private Task<Widget> PatchAsync(string name, JsonObject patch, string? subresource = null) =>
        server.Client.PatchAsync<Widget>(name, server.Namespace, KubernetesPatch.Merge(patch), subresource, stop);

    private static JsonObject Finalizers(params string[] finalizers) =>
        new() { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]) } };

    private void Stored(Widget stored, Func<ModelObject, ModelObject>? change = null)
    {
        var name = stored.Name();
        if (change is not null && _model.TryGetValue(name, out var before))
            ModelObject.Of(stored).ShouldBe(change(before), string.Create(CultureInfo.InvariantCulture, $"what the server made of {name}\n{Log}"));
        _model[name] = ModelObject.Of(stored);
    }
}
