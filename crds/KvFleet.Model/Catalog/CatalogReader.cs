using System.Globalization;
using KvFleet.Model.Cost;
using KvFleet.Model.Geometry;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Model.Catalog;

/// <summary>Turns catalog YAML into entries. Uses YAML's representation model, not object mapping: positions for errors, and nothing that ahead-of-time compilation would lose.</summary>
internal sealed class CatalogReader
{
    /// <summary>Longest model name, in characters.</summary>
    public const int MaxName = 256;

    private const int DefaultBlockTokens = 16;

    private readonly Dictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a whole catalog.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    public static List<ModelEntry> Read(TextReader yaml, string file)
        => CatalogDocument.Load(yaml, file) is { } root ? new CatalogReader().Document(root) : [];

    private List<ModelEntry> Document(CatalogNode root)
    {
        var entries = new List<ModelEntry>();
        foreach (var (key, value) in root.Fields("models"))
        {
            if (key == "models" && value.Node is not YamlScalarNode { Value: null or "" })
            {
                entries.AddRange(value.Fields().Select(model => Entry(model.Key, model.Value)));
            }
        }

        return entries;
    }

    private ModelEntry Entry(string name, CatalogNode node)
    {
        Own(name, name, node);
        KvGeometry? geometry = null;
        CatalogNode? compute = null;
        var (precision, blockTokens, aliases) = (KvPrecision.BF16, DefaultBlockTokens, new List<string>());
        foreach (var (key, value) in node.Fields("attention", "mla", "hybrid", "compute", "dataType", "blockTokens", "aliases"))
        {
            switch (key)
            {
                case "dataType":
                    precision = KvDataTypes.TryParse(value.Text(), out var type)
                        ? new KvPrecision(type)
                        : throw value.Error($"'{value.Text()}' is no KV data type; give one of {string.Join(", ", Enum.GetNames<KvDataType>())}.");
                    break;
                case "blockTokens":
                    blockTokens = value.Integer();
                    break;
                case "compute":
                    compute = value;
                    break;
                case "aliases":
                    foreach (var alias in value.Items())
                    {
                        Own(alias.Text(), name, alias);
                        aliases.Add(alias.Text());
                    }

                    break;
                default:
                    geometry = geometry is null ? Geometry(key, value) : throw value.Error($"{name} has a second geometry; keep one of attention, mla, hybrid.");
                    break;
            }
        }

        geometry = geometry ?? throw node.Error($"{name} has no geometry; give one of attention, mla, hybrid.");
        return Checked(new ModelEntry(name, aliases, geometry, precision, blockTokens, compute is null ? null : Compute(compute, geometry)), node);
    }

    /// <summary>Windowed layers look at a bounded number of tokens, which does not grow with the prompt: only layers with full attention count per pair of tokens.</summary>
    private static PrefillShape Compute(CatalogNode node, KvGeometry geometry)
    {
        string[] names = ["activeParameters", "queryHeads", "queryHeadDim"];
        var given = node.Fields(names).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        long Positive(string field)
        {
            var value = given.TryGetValue(field, out var found) ? found : throw node.Error($"{field} is missing; compute needs {string.Join(", ", names)}.");
            return value.Long() is > 0 and <= 100_000_000_000_000 and var number ? number : throw value.Error($"{field} is '{value.Text()}'; give a number from 1 to 1e14.");
        }

        var layers = geometry is HybridGeometry hybrid ? hybrid.FullLayers : geometry.TotalLayers;
        return new PrefillShape(Positive("activeParameters"), layers, (int)Math.Min(Positive("queryHeads"), GeometryLimits.MaxHeads), (int)Math.Min(Positive("queryHeadDim"), GeometryLimits.MaxDimension));
    }

    private static KvGeometry Geometry(string kind, CatalogNode node)
    {
        string[] names = kind switch
        {
            "attention" => ["layers", "kvHeads", "headDim"],
            "mla" => ["layers", "kvLoraRank", "ropeHeadDim"],
            _ => ["fullLayers", "windowLayers", "windowTokens", "kvHeads", "headDim", "stateBytesPerSequence"],
        };
        var given = node.Fields(names).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        int Required(string field) => given.TryGetValue(field, out var value) ? value.Integer() : throw node.Error($"{field} is missing; {kind} needs {string.Join(", ", names)}.");
        int Optional(string field) => given.TryGetValue(field, out var value) ? value.Integer() : 0;
        return kind switch
        {
            "attention" => new AttentionGeometry(Required("layers"), Required("kvHeads"), Required("headDim")),
            "mla" => new MlaGeometry(Required("layers"), Required("kvLoraRank"), Required("ropeHeadDim")),
            _ => new HybridGeometry(
                Required("fullLayers"), Optional("windowLayers"), Optional("windowTokens"), Optional("kvHeads"), Optional("headDim"),
                given.TryGetValue("stateBytesPerSequence", out var state) ? state.Long() : 0),
        };
    }

    private static ModelEntry Checked(ModelEntry entry, CatalogNode node)
    {
        var problems = KvRowLayout.Problems(entry.Geometry, entry.Precision, entry.BlockTokens, KvParallelism.None);
        return problems.Count == 0 ? entry : throw node.Error($"{entry.Name}: {string.Join("; ", problems)}.");
    }

    private void Own(string name, string owner, CatalogNode node)
    {
        if (name.Length is 0 or > MaxName || name.Any(char.IsWhiteSpace))
        {
            throw node.Error(string.Create(CultureInfo.InvariantCulture, $"a model name has 1 to {MaxName} characters and no blanks, such as meta-llama/Llama-3.1-8B."));
        }

        if (!_owners.TryAdd(name, owner))
        {
            throw node.Error($"{name} is listed twice (first for {_owners[name]}); names are compared without regard to case, so keep one.");
        }
    }
}
