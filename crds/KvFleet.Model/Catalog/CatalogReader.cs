using System.Globalization;
using KvFleet.Model.Cost;
using KvFleet.Model.Geometry;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Model.Catalog;

/// <summary>Turns catalog YAML into entries. Uses YAML's representation model, not object mapping: positions for errors, and nothing that ahead-of-time compilation would lose.</summary>
internal sealed class CatalogReader(string file)
{
    /// <summary>Longest model name, in characters.</summary>
    public const int MaxName = 256;

    private const int MaxCharacters = 1 << 20;
    private const int MaxDepth = 16;
    private const int DefaultBlockTokens = 16;

    private readonly Dictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a whole catalog.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    public static List<ModelEntry> Read(TextReader yaml, string file) => new CatalogReader(file).Entries(Limited(yaml, file));

    private static string Limited(TextReader yaml, string file)
    {
        var buffer = new char[MaxCharacters + 1];
        var length = yaml.ReadBlock(buffer, 0, buffer.Length);
        return length <= MaxCharacters
            ? new string(buffer, 0, length)
            : throw new ModelCatalogException(file, 1, 1, "the file is larger than 1 MiB; a catalog lists a few lines per model, so remove what is none.");
    }

    private List<ModelEntry> Entries(string text)
    {
        try
        {
            CheckDepth(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count switch
            {
                0 => [],
                1 => Document(stream.Documents[0].RootNode),
                _ => throw Error(stream.Documents[1].RootNode, "a second document begins here; put all models into one."),
            };
        }
        catch (YamlException exception)
        {
            throw new ModelCatalogException(file, exception.Start.Line, exception.Start.Column, $"not valid YAML: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException)
        {
            // The parser lets some of its own argument checks through on malformed tags and anchors.
            throw new ModelCatalogException(file, 1, 1, $"not valid YAML: {exception.Message}", exception);
        }
    }

    /// <summary>The representation model recurses per level, and a stack overflow cannot be caught: refuse deep nesting on the flat event stream first.</summary>
    private void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new ModelCatalogException(file, parser.Current.Start.Line, parser.Current.Start.Column, $"nested more than {MaxDepth} levels deep; a catalog needs four.");
            }
        }
    }

    private List<ModelEntry> Document(YamlNode root)
    {
        var entries = new List<ModelEntry>();
        foreach (var (key, value) in new CatalogNode(file, root, "the document").Fields("models"))
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

    private ModelCatalogException Error(YamlNode node, string message) => new(file, node.Start.Line, node.Start.Column, message);
}
