using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Model.Catalog;

/// <summary>Loads the YAML of a catalog: one document of bounded size and depth, with positions for errors.</summary>
internal static class CatalogDocument
{
    private const int MaxCharacters = 1 << 20;
    private const int MaxDepth = 16;

    /// <summary>Loads it.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <returns>Its root; null if there is none.</returns>
    /// <exception cref="CatalogException">It is no YAML, too large, or nested too deep.</exception>
    public static CatalogNode? Load(TextReader yaml, string file)
    {
        var text = Limited(yaml, file);
        try
        {
            CheckDepth(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count switch
            {
                0 => null,
                1 => new CatalogNode(file, stream.Documents[0].RootNode, "the document"),
                _ => throw new CatalogNode(file, stream.Documents[1].RootNode, "the document").Error("a second document begins here; put everything into one."),
            };
        }
        catch (YamlException exception)
        {
            throw new CatalogException(file, exception.Start.Line, exception.Start.Column, $"not valid YAML: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException)
        {
            // The parser lets some of its own argument checks through on malformed tags and anchors.
            throw new CatalogException(file, 1, 1, $"not valid YAML: {exception.Message}", exception);
        }
    }

    private static string Limited(TextReader yaml, string file)
    {
        var buffer = new char[MaxCharacters + 1];
        var length = yaml.ReadBlock(buffer, 0, buffer.Length);
        return length <= MaxCharacters
            ? new string(buffer, 0, length)
            : throw new CatalogException(file, 1, 1, "the file is larger than 1 MiB; a catalog lists a few lines per entry, so remove what is none.");
    }

    /// <summary>The representation model recurses per level, and a stack overflow cannot be caught: refuse deep nesting on the flat event stream first.</summary>
    private static void CheckDepth(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new CatalogException(file, parser.Current.Start.Line, parser.Current.Start.Column, $"nested more than {MaxDepth} levels deep; a catalog needs four.");
            }
        }
    }
}
