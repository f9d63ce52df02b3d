//go:build linux

package bench_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// million is a table of a million breakfast kiosks around Baoji.
func million(b *testing.B, path string) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "id,name,lon,lat,kind")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 1_000_000 {
		fmt.Fprintf(w, "B%d,早餐点%d,%.6f,%.6f,%s\n", i, i, 107+r.Float64()/2, 34.2+r.Float64()*0.4, [3]string{"shop", "cart", "kiosk"}[i%3])
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// A million points from a table into a new workspace, by the program as it is shipped: seconds, seconds of computing, and the most memory that it had.
func BenchmarkImportMillion(b *testing.B) {
	dir := b.TempDir()
	program, table := filepath.Join(dir, "circle15"), filepath.Join(dir, "m.csv")
	if out, err := exec.Command("go", "build", "-o", program, "circle15/cmd/circle15").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	million(b, table)
	n := 0
	var cpu, peak float64
	for b.Loop() {
		n++
		cmd := exec.Command(program, "-w", filepath.Join(dir, fmt.Sprintf("%d.gpkg", n)), "import", "layer", "breakfast", table)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		cpu += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		peak = max(peak, float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)/1024)
	}
	b.ReportMetric(cpu/float64(n), "cpu-s/op")
	b.ReportMetric(peak, "peak-MiB")
}
