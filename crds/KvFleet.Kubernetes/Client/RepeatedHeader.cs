using System.Text;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Sends a header once for each of its values. .NET writes them in one line, joined by commas (dotnet/runtime#63808), and the API server takes
/// <c>Impersonate-Group: a, b</c> as one group of that name. The values travel through .NET joined by a character that no value may have, and the encoding of the
/// header, which the handler asks for when it writes HTTP/1.1, makes a new line of it.
/// </summary>
internal sealed class RepeatedHeader : Encoding
{
    private const char Separator = '\u001f';
    private readonly string _between;

    private RepeatedHeader(string name) => _between = $"\r\n{name}: ";

    public static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    public static bool IsRepeated(string value) => value.Contains(Separator, StringComparison.Ordinal);

    public static Encoding For(string name) => new RepeatedHeader(name);

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(Lines(chars, index, count));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        UTF8.GetBytes(Lines(chars, charIndex, charCount), bytes.AsSpan(byteIndex));

    public override int GetMaxByteCount(int charCount) => checked(UTF8.GetMaxByteCount(charCount) + (charCount * _between.Length));

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException();

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw new NotSupportedException();

    public override int GetMaxCharCount(int byteCount) => throw new NotSupportedException();

    private string Lines(char[] chars, int index, int count) => new string(chars, index, count).Replace(Separator.ToString(), _between, StringComparison.Ordinal);
}
