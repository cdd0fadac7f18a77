using System.Text;
using ComputeOperator.Gateway.Events;

namespace ComputeOperator.Gateway.Tests.Events;

public sealed class EventNoteTests
{
    [Theory]
    [InlineData("a", 1024)]
    [InlineData("я", 512)]
    [InlineData("€", 341)]
    [InlineData("😀", 256)]
    public void What_fits_stays_as_it_is(string character, int times)
    {
        var text = string.Concat(Enumerable.Repeat(character, times));

        Assert.Equal(text, EventNote.Of(text));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("я")]
    [InlineData("€")]
    [InlineData("😀")]
    public void What_does_not_is_cut_between_two_characters(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 1100));
        var note = EventNote.Of(text);

        Assert.InRange(Encoding.UTF8.GetByteCount(note), 1024 - 3, 1024);
        Assert.EndsWith("…", note, StringComparison.Ordinal);
        Assert.StartsWith(note[..^1], text, StringComparison.Ordinal);
        Assert.Equal(0, note[..^1].Length % character.Length);
    }
}
