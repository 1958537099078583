using System.Text;
using Fanout.Samples;
using Fanout.Samples.Cli;

namespace Fanout.Tests.Samples.Cli;

public class InputFileTests
{
    private string _folder = null!;

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("fanout-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("[{\"a\":1,\"a\":2}]", "names a member of an object twice: ")]
    [TestCase("[\"\\ud83d\"]", "holds an unpaired surrogate")]
    [TestCase("[{\"\\ude00\": 1}]", "holds an unpaired surrogate")]
    [TestCase("[\"\u00e9\"]", "is not UTF-8: ")]
    [TestCase("", "is empty")]
    [TestCase(" \n", "is empty")]
    [TestCase("{}", "holds a JSON Object")]
    public async Task A_list_that_cannot_be_used_is_one_sentence(string content, string problem)
    {
        var path = Path.Combine(_folder, "list.json");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(content));

        Assert.That(
            () => ParallelMapSample.ReadAsync(path, CancellationToken.None),
            Throws.TypeOf<SampleException>().With.Message.StartsWith($"{path} {problem}").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void A_folder_is_one_sentence() => Assert.That(
        () => ParallelMapSample.ReadAsync(_folder, CancellationToken.None),
        Throws.TypeOf<SampleException>().With.Message.EqualTo($"{_folder} is a folder; give a file."));

    [Test]
    public async Task A_file_of_a_gigabyte_is_refused_unread()
    {
        var path = Path.Combine(_folder, "large.json");
        await using (var file = File.Create(path))
        {
            file.SetLength(1 << 30);
        }

        Assert.That(
            () => InputFile.ReadAsync(path, CancellationToken.None),
            Throws.TypeOf<UnusableFileException>().With.Message.StartsWith($"{path} is larger than any such file may be, "));
    }

    [Test]
    public async Task A_byte_order_mark_is_no_part_of_the_text()
    {
        var path = Path.Combine(_folder, "list.json");
        await File.WriteAllTextAsync(path, "[1]", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.That((await ParallelMapSample.ReadAsync(path, CancellationToken.None)).Single().GetInt32(), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("a\0b")]
    public void A_name_that_no_file_has_is_one_sentence(string path) => Assert.That(
        () => InputFile.ReadAsync(path, CancellationToken.None),
        Throws.TypeOf<UnusableFileException>().With.Message.Contains("cannot be read: "));
}
