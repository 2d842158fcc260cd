namespace KvFleet.E2E.Tests.Cluster;

/// <summary>Two nodes that look like the same hardware for a while: files on shared filesystems are kept apart by accelerator.</summary>
internal sealed class LikeNodes : IAsyncDisposable
{
    private readonly string _model;
    private readonly string _copy;
    private readonly List<string> _given = [];
    private readonly string _selector;

    private LikeNodes(string model, string copy, string selector) => (_model, _copy, _selector) = (model, copy, selector);

    /// <summary>Gives one node the accelerator labels of the other, and both a label to select them by.</summary>
    public static async Task<LikeNodes> MakeAsync(string model, string copy, string selector)
    {
        var nodes = new LikeNodes(model, copy, selector);
        var labels = (await Kubectl.GetAsync("node", model))!["metadata"]!["labels"]!.AsObject();
        foreach (var (name, value) in labels.Where(static label => label.Key.StartsWith("nvidia.com/", StringComparison.Ordinal)))
        {
            nodes._given.Add(name);
            await Kubectl.RunAsync("label", "node", copy, "--overwrite", $"{name}={value}");
        }

        await Kubectl.RunAsync("label", "node", model, copy, "--overwrite", $"{selector}=true");
        return nodes;
    }

    /// <summary>Waits until KvFleet takes them for one class.</summary>
    public async Task WaitForOneClassAsync()
    {
        var wanted = await ClassAsync(_model);
        await Wait.ForAsync($"{_copy} is taken for {wanted}", () => ClassAsync(_copy), found => found == wanted, 180);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _given)
            await Kubectl.TryRunAsync(null, "label", "node", _copy, $"{name}-");
        await Kubectl.TryRunAsync(null, "label", "node", _model, _copy, $"{_selector}-");
    }

    private static async Task<string> ClassAsync(string node) => Pool.Text((await Kubectl.GetAsync("kvcachenode", node))?["status"]?["acceleratorClass"]?["name"]);
}
