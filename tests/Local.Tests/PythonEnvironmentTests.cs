using Fanout.Local;

namespace Fanout.Tests.Local;

[Platform("Linux,MacOsX")]
public sealed class PythonEnvironmentTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder("a ü path");

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task A_command_on_the_path_is_taken()
    {
        await WriteAsync("moto_server", "exit 1");

        Assert.That(await FindAsync(), Is.EqualTo(Path.Combine(_folder.Path, "moto_server")));
    }

    [Test]
    public async Task Where_there_is_none_it_is_installed_once()
    {
        // python3 -m venv FOLDER, and then FOLDER/bin/python -m pip install ...
        await WriteAsync("python3", """
            mkdir -p "$3/bin"
            printf '%s\n' '#!/bin/sh' 'touch "${0%/*}/moto_server"' > "$3/bin/python"
            chmod +x "$3/bin/python"
            """);

        var (first, notices) = (await FindAsync(out var said), said.ToString());
        var second = await FindAsync(out var saidAgain);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(Path.Combine(_folder.Path, ".cache", "python", "bin", "moto_server")).And.EqualTo(second));
            Assert.That(notices, Does.StartWith("moto_server is not on the PATH: installing "));
            Assert.That(saidAgain.ToString(), Is.Empty);
        }
    }

    [Test]
    public async Task Without_python_it_is_said_what_to_install() => Assert.That(
        (await FailureAsync()).Message,
        Is.EqualTo("Neither moto_server nor python3 is on the PATH; install Python 3.9 or later, or moto_server itself (pip install 'moto[server]')."));

    [Test]
    public async Task Without_what_makes_virtual_environments_its_package_is_named()
    {
        await WriteAsync("python3", """
            echo 'The virtual environment was not created successfully because ensurepip is not'
            echo 'available.'
            echo
            echo '    apt install python3.11-venv'
            exit 1
            """);

        Assert.That((await FailureAsync()).Message, Is.EqualTo(
            $"{_folder.Path}/python3 could not make a virtual environment, for which Debian and Ubuntu have the package python3-venv "
                + "(The virtual environment was not created successfully because ensurepip is not available); "
                + "or install moto_server by hand (pip install 'moto[server]'), or name another emulator with --endpoint-url."));
    }

    [Test]
    public async Task Where_pip_fails_its_last_word_is_told()
    {
        await WriteAsync("python3", """
            mkdir -p "$3/bin"
            printf '%s\n' '#!/bin/sh' 'echo "WARNING: Retrying" >&2' 'echo "ERROR: No matching distribution found for moto" >&2' 'exit 1' > "$3/bin/python"
            chmod +x "$3/bin/python"
            """);

        Assert.That((await FailureAsync()).Message, Is.EqualTo(
            "pip could not install moto_server, for which it needs PyPI or what PIP_INDEX_URL names "
                + "(ERROR: No matching distribution found for moto); "
                + "or install moto_server by hand (pip install 'moto[server]'), or name another emulator with --endpoint-url."));
    }

    private Task<string> FindAsync() => FindAsync(out _);

    private Task<string> FindAsync(out StringWriter notices)
    {
        notices = new StringWriter();
        return PythonEnvironment.FindMotoServerAsync(_folder.Path, _folder.Path, notices, CancellationToken.None);
    }

    private async Task<LocalException> FailureAsync() => (await Assert.ThrowsAsync<LocalException>(FindAsync))!;

    private async Task WriteAsync(string name, string script)
    {
        var path = Path.Combine(_folder.Path, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
