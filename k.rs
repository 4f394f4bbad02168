#![crate_type="lib"]
pub type Lanes=[u64;8];
#[inline(always)]
fn xor3(a:&Lanes,b:&Lanes,c:&Lanes)->Lanes{let mut o=[0;8];for i in 0..8{o[i]=a[i]^b[i]^c[i];}o}
#[inline(always)]
fn maj(a:&Lanes,b:&Lanes,c:&Lanes)->Lanes{let mut o=[0;8];for i in 0..8{o[i]=(a[i]&b[i])|(c[i]&(a[i]^b[i]));}o}
#[inline(always)]
fn and1(a:&Lanes,w:u64)->Lanes{let mut o=[0;8];for i in 0..8{o[i]=a[i]&w;}o}
#[inline(always)]
fn add(sums:&mut [Lanes;9], hits:&[(u32,u32)], data:&[Lanes]){
    let mut s=*sums;
    for (at,w) in hits {
        let col=&data[*at as usize];
        let mut c=[0u64;8];
        for b in 0..7 {
            let m=0u64.wrapping_sub(((w>>b)&1) as u64);
            let x=and1(col,m);
            let n=maj(&s[b],&x,&c);
            s[b]=xor3(&s[b],&x,&c);
            c=n;
        }
        for b in 7..9 {
            let mut n=[0;8]; for i in 0..8{n[i]=s[b][i]&c[i];}
            for i in 0..8{s[b][i]^=c[i];}
            c=n;
        }
    }
    *sums=s;
}
#[target_feature(enable="avx512f,avx512bw,avx512vl,avx512dq")]
pub fn add512(sums:&mut [Lanes;9], hits:&[(u32,u32)], data:&[Lanes]){add(sums,hits,data)}
#[target_feature(enable="avx2")]
pub fn add256(sums:&mut [Lanes;9], hits:&[(u32,u32)], data:&[Lanes]){add(sums,hits,data)}
