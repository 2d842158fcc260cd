using System.Buffers.Text;
using System.Text;
using KvFleet.Resp.Connections;
using KvFleet.Resp.Values;

namespace KvFleet.Resp.Replies;

/// <summary>Writes replies in the version of the protocol that the connection speaks.</summary>
/// <param name="queue">Where they go.</param>
internal sealed class ReplyWriter(ReplyQueue queue)
{
    private const int MaxNumberBytes = 24;

    /// <summary>2 or 3.</summary>
    public int Version { get; set; } = 2;

    /// <summary>Whether a long reply should stop here and go on later.</summary>
    public bool IsFull => queue.IsFull;

    /// <summary>A word such as OK.</summary>
    public void Simple(ReadOnlySpan<byte> word)
    {
        queue.Write("+"u8);
        queue.Write(word);
        queue.Write("\r\n"u8);
    }

    /// <summary>+OK.</summary>
    public void Ok() => queue.Write("+OK\r\n"u8);

    /// <summary>An error: a code in capitals, then what is wrong. Line breaks become spaces.</summary>
    public void Error(string text)
    {
        queue.Write("-"u8);
        queue.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ")));
        queue.Write("\r\n"u8);
    }

    /// <summary>A whole number.</summary>
    public void Integer(long number) => Number((byte)':', number);

    /// <summary>1 or 0.</summary>
    public void Integer(bool yes) => queue.Write(yes ? ":1\r\n"u8 : ":0\r\n"u8);

    /// <summary>Nothing.</summary>
    public void Null() => queue.Write(Version >= 3 ? "_\r\n"u8 : "$-1\r\n"u8);

    /// <summary>Bytes.</summary>
    public void Bulk(ReadOnlySpan<byte> bytes)
    {
        Number((byte)'$', bytes.Length);
        queue.Write(bytes);
        queue.Write("\r\n"u8);
    }

    /// <summary>Text.</summary>
    public void Bulk(string text) => Bulk(Encoding.UTF8.GetBytes(text));

    /// <summary>A part of a value, sent from where it lies.</summary>
    public void Bulk(StoredValue value, long offset, long length)
    {
        Number((byte)'$', length);
        queue.Write(value, offset, length);
        queue.Write("\r\n"u8);
    }

    /// <summary>Text for people: version 3 says so.</summary>
    public void Verbatim(string text)
    {
        if (Version < 3)
        {
            Bulk(text);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Number((byte)'=', bytes.Length + 4);
        queue.Write("txt:"u8);
        queue.Write(bytes);
        queue.Write("\r\n"u8);
    }

    /// <summary>The start of a list.</summary>
    public void Array(int items) => Number((byte)'*', items);

    /// <summary>The start of a set; a list in version 2.</summary>
    public void Set(int items) => Number(Version >= 3 ? (byte)'~' : (byte)'*', items);

    /// <summary>The start of pairs; a flat list in version 2.</summary>
    public void Map(int pairs)
    {
        if (Version >= 3)
            Number((byte)'%', pairs);
        else
            Number((byte)'*', pairs * 2);
    }

    private void Number(byte type, long number)
    {
        Span<byte> text = stackalloc byte[MaxNumberBytes];
        text[0] = type;
        Utf8Formatter.TryFormat(number, text[1..], out var digits);
        text[digits + 1] = (byte)'\r';
        text[digits + 2] = (byte)'\n';
        queue.Write(text[..(digits + 3)]);
    }
}
